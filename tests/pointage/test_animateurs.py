"""An animateur sees the groups of the day that were entrusted, and nothing else."""

from datetime import date, datetime, time
from uuid import uuid4

import pytest

from common import clock
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.sante.models import FicheSanitaire
from reservations.planning.models import Reservation
from reservations.pointage.models import GroupeConfie, Pointage, Tirage
from reservations.pointage.services import tirages
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.activites import centre, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.tools.html import soupe, texte

pytestmark = pytest.mark.django_db
JEUDI, VENDREDI = date(2026, 11, 12), date(2026, 11, 13)
LISTE = "/gestion/effectifs/"


@pytest.fixture(autouse=True)
def jeudi(monkeypatch):
    monkeypatch.setattr(clock, "maintenant", lambda: datetime(2026, 11, 12, 14, tzinfo=clock.fuseau()))


@pytest.fixture
def accueil(donges):
    """Give the centre with a small child and a big one on both days."""
    fait = centre(donges)
    ouvrir_jours(fait, fait.lieu, [JEUDI, VENDREDI])
    maison = famille(donges, enfants=2)
    petit, grand = maison.enfants
    petit.naissance = date(2022, 5, 1)
    petit.save()
    for enfant in maison.enfants:
        inscrire_a(fait, enfant, maison.payeur, fait.lieu)
        for jour in (JEUDI, VENDREDI):
            Reservation.objects.create(
                enfant=enfant, formule=fait.formules["journee"], lieu=fait.lieu, payeur=maison.payeur, date=jour
            )
    FicheSanitaire.objects.create(enfant=petit, regime="vegetarien")
    fait.petit, fait.grand = petit, grand
    return fait


@pytest.fixture
def animateur(accueil):
    personne = _agent(Role.ANIMATEUR)
    GroupeConfie.objects.create(utilisateur=personne, groupe=accueil.petits)
    return personne


@pytest.fixture
def client(animateur):
    return connecter_agent(ClientQuiLit(), animateur)


def noms(page):
    return [texte(r).split()[1] for r in soupe(page).select("table.effectifs tbody tr")]


def test_an_animateur_sees_the_group_of_the_day_with_its_diets(client, accueil):
    page = client.get(LISTE)
    assert noms(page) == [accueil.petit.prenom]
    assert "Végétarien" in texte(page)
    assert [o.text.strip() for o in soupe(page).select("#activite option")] == ["Centre de loisirs"]
    assert "jeudi 12 novembre" in texte(page)


def test_no_other_day_no_other_group_no_other_activity(client, accueil, donges):
    page = client.get(
        LISTE, {"jour": VENDREDI.isoformat(), "activite": donges.cantine.pk, "lieu": donges.restaurant.pk}
    )
    assert "jeudi 12 novembre" in texte(page)
    assert noms(client.get(LISTE, {"groupe": accueil.grands.nom})) == []
    assert noms(client.get(f"{LISTE}venus/")) == []
    tableur = client.get(LISTE, {"format": "csv"}).content.decode("utf-8-sig")
    assert accueil.petit.prenom in tableur
    assert accueil.grand.prenom not in tableur


def test_an_animateur_notes_its_own_children_alone(client, accueil):
    donnees = {"fait": "parti", "depart": "17:00", "e": [accueil.petit.pk, accueil.grand.pk]}
    page = client.post(f"{LISTE}pointer/", donnees, follow=True)
    assert "1 enfant pointé" in texte(page)
    assert [(p.enfant, p.depart) for p in Pointage.objects.all()] == [(accueil.petit, time(17))]
    # No correction of bookings follows an absence: it is not for an animateur.
    reponse = client.post(f"{LISTE}pointer/", {"fait": "absent", "e": [accueil.petit.pk]})
    assert reponse.url.startswith(LISTE)


def test_what_others_printed_is_closed_and_one_s_own_holds_the_group_alone(client, animateur, accueil, donges):
    # In the service too: a list of the place would still name the other group.
    Habilitation.objects.create(utilisateur=animateur, service=donges.service)
    nuit = Tirage.objects.create(activite=accueil.activite, lieu=accueil.lieu, jour=JEUDI, de_nuit=True)
    tirages.imprimer(nuit)
    assert client.get(f"{LISTE}listes/{nuit.pk}/pdf/").status_code == 404
    assert client.get(f"{LISTE}listes/{nuit.pk}/").status_code == 404
    # Nobody of another group « is no more there ».
    assert "N’y sont plus" not in texte(client.get(LISTE))
    page = client.post(f"{LISTE}imprimer/", {"numero": str(uuid4())}, follow=True)
    assert "Prête : 1 enfant" in texte(page)
    sien = Tirage.objects.get(par=animateur)
    assert sien.propre


FERMEES = (
    "familles/", "cuisine/", "effectifs/fermer/", "corrections/", "absences/", "messages/", "factures/", "animateurs/",
)  # fmt: skip


@pytest.mark.parametrize("adresse", FERMEES)
def test_all_the_rest_is_closed(client, accueil, adresse):
    assert client.get(f"/gestion/{adresse}").status_code == 404
    assert accueil.grand.prenom not in texte(client.get("/gestion/"))


def test_without_a_group_an_animateur_sees_its_place(accueil, donges):
    personne = _agent(Role.ANIMATEUR)
    client = connecter_agent(ClientQuiLit(), personne)
    assert "Aucune liste n’est à vous" in texte(client.get(LISTE))
    Habilitation.objects.create(utilisateur=personne, service=donges.service, lieu=accueil.lieu)
    page = client.get(LISTE, {"activite": accueil.activite.pk})
    assert sorted(noms(page)) == sorted([accueil.petit.prenom, accueil.grand.prenom])


def test_an_administrator_entrusts_groups_and_is_told_of_another_page(client_administrateur, animateur, accueil):
    page = client_administrateur.get("/gestion/animateurs/")
    assert "Centre de loisirs : Les 3-5 ans" in texte(page)
    adresse = f"/gestion/animateurs/{animateur.pk}/"
    page = client_administrateur.get(adresse)
    version = soupe(page).select_one("[name=version]")["value"]
    voulus = {"groupes": [accueil.grands.pk], "version": version}
    assert client_administrateur.post(adresse, voulus).status_code == 302
    assert [c.groupe for c in animateur.groupes_confies.all()] == [accueil.grands]
    page = client_administrateur.post(adresse, {"groupes": [accueil.petits.pk], "version": version})
    assert page.status_code == 422
    assert "viennent d’être changés" in texte(page)


def test_a_narrowed_list_says_nothing_of_who_is_not_in_it(client_agent, accueil):
    page = client_agent.get(LISTE, {"activite": accueil.activite.pk, "jour": JEUDI.isoformat()})
    donnees = {c["name"]: c["value"] for c in soupe(page).select("form[action$='imprimer/'] input[type=hidden]")}
    client_agent.post(f"{LISTE}imprimer/", donnees)
    filtre = {"activite": accueil.activite.pk, "jour": JEUDI.isoformat(), "groupe": accueil.petits.nom}
    page = client_agent.get(LISTE, filtre)
    assert noms(page) == [accueil.petit.prenom]
    assert "N’y sont plus" not in texte(page)
