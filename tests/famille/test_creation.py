"""A family on one page, and the second home of its children."""

from datetime import date

import pytest

from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.famille import services
from espace_prive.famille.models import Enfant, Foyer, LienParental, QuotientFamilial, Responsable
from reservations.activites.models import Activite, Inscription
from reservations.activites.services.places import ouvrir
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.famille import famille
from tests.famille.gestes import LISTE, adresse, maison
from tests.tools.html import arbre, source, texte

__all__ = ["maison"]
pytestmark = pytest.mark.django_db
NOUVELLE = f"{LISTE}nouvelle/"
LOGIS = {"nom": "Le Goff", "adresse": "2 quai Neuf", "code_postal": "44480", "ville": "Donges", "version": "1"}
ANNE = {"civilite": "mme", "nom": "Le Goff", "prenoms": "Anne", "email": "anne@courriel.example"}
LUC = {"civilite": "m", "nom": "Durand", "prenoms": "Luc"}


def part(cle, **champs):
    return {f"{cle}-{nom}": valeur for nom, valeur in champs.items()}


@pytest.fixture
def cantine(donges):
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 10), au=date(2026, 12, 18), places=60)
    return {f"inscrire_{donges.cantine.pk}": donges.restaurant.pk}


def ines(donges, **champs):
    connu = {
        "prenom": "Inès", "naissance": "2019-03-27", "genre": "f", "ecole": donges.ecole.pk, "niveau": "CE1",
        "classe": "B", "lien_adulte-1": "mere", "lien_adulte-2": "pere",
    }  # fmt: skip
    return part("enfant-1", **connu | champs)


def saisie(donges, **suite):
    return LOGIS | part("adulte-1", **ANNE) | part("adulte-2", **LUC) | ines(donges) | suite


def rien_n_est_cree():
    return not any(modele.objects.exists() for modele in (Foyer, Responsable, Enfant, Inscription))


def test_one_page_makes_the_home_the_adults_the_children_their_links_schools_and_registrations(
    client_agent, donges, cantine
):
    malo = part("enfant-2", prenom="Malo", nom="Durand", naissance="2021-05-04", **{"lien_adulte-1": "mere"})
    malo |= part("enfant-2", **{"lien_adulte-2": "aucun"})
    quotient = part("quotient", valeur="640", periode="mois", source="caf", date_effet="2026-11-01")
    deux = {f"enfant-{n}-{nom}": lieu for n in (1, 2) for nom, lieu in cantine.items()}
    reponse = client_agent.post(NOUVELLE, saisie(donges, **malo, **quotient, **deux, nombre_d_enfants="2"))
    foyer = Foyer.objects.get()
    assert reponse["Location"] == f"{LISTE}{foyer.pk}/"
    liens = set(LienParental.objects.values_list("enfant__prenom", "responsable__prenoms", "qualite"))
    assert liens == {("Inès", "Anne", "mere"), ("Inès", "Luc", "pere"), ("Malo", "Anne", "mere")}
    assert set(Enfant.objects.values_list("prenom", "nom")) == {("Inès", "Le Goff"), ("Malo", "Durand")}
    assert Enfant.objects.get(prenom="Inès").scolarite_actuelle().classe == "B"
    assert {i.payeur.foyer for i in Inscription.objects.all()} == {foyer}
    assert Inscription.objects.filter(activite=donges.cantine, lieu=donges.restaurant).count() == 2
    assert QuotientFamilial.objects.get().valeur == 640


def test_town_and_postcode_are_proposed_and_what_is_left_empty_creates_nobody(client_agent, donges):
    page = arbre(client_agent.get(NOUVELLE))
    assert page.select_one("[name=code_postal]")["value"] == donges.reglages.code_postal
    assert page.select_one("[name=ville]")["value"] == donges.reglages.ville
    # What the browser sends of a page where only the home was typed.
    vide = {c["name"]: c.get("value", "") for c in page.select("main form[method=post] input[name]")}
    assert client_agent.post(NOUVELLE, vide | LOGIS).status_code == 302
    assert Foyer.objects.count() == 1
    assert not any(modele.objects.exists() for modele in (Responsable, Enfant, QuotientFamilial))


def test_a_link_that_was_not_said_is_asked_and_nothing_is_created(client_agent, donges):
    reponse = client_agent.post(NOUVELLE, saisie(donges, **part("enfant-1", **{"lien_adulte-2": ""})))
    assert reponse.status_code == 422
    assert rien_n_est_cree()
    champ = arbre(reponse).select_one("[name='enfant-1-lien_adulte-2']").find_parent("li")
    assert "Dites qui est cet adulte" in champ.text
    assert arbre(reponse).select_one("[name='adulte-1-email']")["value"] == ANNE["email"]


def test_a_refused_registration_is_said_beside_that_child_and_nothing_is_created(client_agent, donges, cantine):
    Activite.objects.update(age_max=3)
    page = {f"enfant-1-{nom}": lieu for nom, lieu in cantine.items()}
    reponse = client_agent.post(NOUVELLE, saisie(donges, **page))
    assert reponse.status_code == 422
    assert rien_n_est_cree()
    (nom,) = page
    assert arbre(reponse).select_one(f"[name='{nom}']").find_parent("li").select_one(".error-message")


def test_one_child_more_keeps_what_was_typed_and_judges_nothing(client_agent, donges):
    reponse = client_agent.post(
        NOUVELLE, {"nom": "Le Goff", **ines(donges), "nombre_d_enfants": "2", "un_enfant_de_plus": "1"}
    )
    page = arbre(reponse)
    assert reponse.status_code == 200
    assert not page.select(".error-message")
    assert page.select_one("[name='enfant-1-prenom']")["value"] == "Inès"
    assert page.select_one("[name='enfant-1-lien_adulte-2'] option[selected]")["value"] == "pere"
    assert page.select_one("[name='enfant-3-prenom']")
    assert rien_n_est_cree()


def test_the_second_home_takes_the_known_children_with_the_links_of_its_adult(client_agent, maison, cantine):
    page = f"{LISTE}{maison.foyer.pk}/autre-foyer/"
    un, deux = maison.enfants
    assert f'href="{page}"' in source(client_agent.get(adresse(maison)))
    ici = part(f"connu-{un.pk}", ici="on", **{"lien_adulte-1": "pere"}, **cantine)
    ailleurs = part(f"connu-{deux.pk}", **{"lien_adulte-1": ""})
    assert client_agent.post(page, LOGIS | part("adulte-1", **LUC) | ici | ailleurs).status_code == 302
    luc, foyer = Responsable.objects.get(prenoms="Luc"), Foyer.objects.latest("pk")
    assert {r.enfant for r in foyer.rattachements.all()} == {un}
    assert un.rattachements.count() == 2
    assert un.liens.get(responsable=luc).qualite == "pere"
    assert Inscription.objects.filter(enfant=un, payeur__foyer=foyer).exists()
    assert Enfant.objects.count() == 2


@pytest.fixture
def connue(donges):
    """A family that the town knows: Anne Le Goff, Inès born on 27 March 2019."""
    deja = famille(donges, enfants=1, compte=False, nom="Le Goff", numero=3000)
    adulte, enfant = deja.responsable, deja.enfants[0]
    adulte.nom, adulte.prenoms, adulte.email = "Le Goff", "Anne", "anne@courriel.example"
    enfant.prenom, enfant.nom, enfant.naissance = "Ines", "Legoff", date(2019, 3, 27)
    adulte.save()
    enfant.save()
    return deja


def test_who_is_known_is_asked_about_part_by_part_and_the_known_child_is_used(client_agent, donges, connue):
    reponse = client_agent.post(NOUVELLE, saisie(donges))
    assert reponse.status_code == 200
    page, enfant = arbre(reponse), connue.enfants[0]
    assert page.select_one(f"[name='enfant-1-autre_personne'][value='enfant-{enfant.pk}']")
    assert page.select_one(f"[name='adulte-1-autre_personne'][value='responsable-{connue.responsable.pk}']")
    assert Foyer.objects.count() == 1
    reponses = {"adulte-1-autre_personne": "oui", "enfant-1-autre_personne": f"enfant-{enfant.pk}"}
    assert client_agent.post(NOUVELLE, saisie(donges, **reponses)).status_code == 302
    assert Enfant.objects.count() == 1
    assert enfant.rattachements.count() == 2
    assert enfant.liens.filter(responsable__prenoms="Luc", qualite="pere").exists()


def test_a_known_adult_who_lives_elsewhere_opens_that_file_and_creates_nothing(client_agent, donges, connue):
    reponses = {"adulte-1-autre_personne": f"responsable-{connue.responsable.pk}"}
    reponse = client_agent.post(NOUVELLE, saisie(donges, **reponses), follow=True)
    assert reponse.redirect_chain[-1][0] == f"{LISTE}{connue.foyer.pk}/"
    assert "Rien n’a été créé" in texte(reponse)
    assert Foyer.objects.count() == 1


def test_a_known_adult_who_lives_nowhere_comes_to_live_here(client_agent, donges, connue, agent):
    libre = services.ajouter_responsable(connue.foyer, par=agent, civilite="m", nom="Durand", prenoms="Luc")
    libre.appartenances.update(du=date(2026, 9, 1), au=date(2026, 10, 31))
    seul = LOGIS | part("adulte-1", **LUC)
    assert client_agent.post(NOUVELLE, seul).status_code == 200
    assert (
        client_agent.post(NOUVELLE, seul | {"adulte-1-autre_personne": f"responsable-{libre.pk}"}).status_code == 302
    )
    assert Responsable.objects.filter(nom="Durand").count() == 1
    assert libre.foyer_actuel() == Foyer.objects.latest("pk")


def test_only_somebody_who_was_proposed_can_be_chosen(client_agent, donges, connue):
    autre = famille(donges, enfants=1, nom="Autre")
    reponses = {"adulte-1-autre_personne": "oui", "enfant-1-autre_personne": f"enfant-{autre.enfants[0].pk}"}
    assert client_agent.post(NOUVELLE, saisie(donges, **reponses)).status_code == 200
    assert Foyer.objects.count() == 2


def test_a_child_and_an_adult_added_to_a_file_may_be_the_known_ones(client_agent, maison, connue):
    enfant = connue.enfants[0]
    liens = {f"qualite_{a.responsable_id}": "mere" for a in maison.foyer.appartenances.all()}
    tape = {"prenom": "Inès", "nom": "Le Goff", "naissance": "2019-03-27", "version": "1", "genre": ""} | liens
    page = adresse(maison, "enfants/ajouter/")
    assert f'value="enfant-{enfant.pk}"' in source(client_agent.post(page, tape))
    assert client_agent.post(page, tape | {"autre_personne": f"enfant-{enfant.pk}"}).status_code == 302
    assert enfant.rattachements.filter(foyer=maison.foyer).exists()
    assert enfant.liens.filter(responsable=maison.responsable, qualite="mere").exists()
    page = adresse(maison, "adultes/ajouter/")
    liens = {f"qualite_{e.pk}": "mere" for e in (*maison.enfants, enfant)}
    tape = ANNE | liens | {"version": "1", "autre_personne": f"responsable-{connue.responsable.pk}"}
    assert client_agent.post(page, tape)["Location"] == f"{LISTE}{connue.foyer.pk}/"
    assert Responsable.objects.filter(prenoms="Anne").count() == 1


@pytest.mark.parametrize(
    ("prenom", "naissance", "demande"),
    [
        ("Ines", "2019-03-27", True), ("Inez", "2019-03-27", True), ("Inès-Lou", "2019-03-27", True),
        ("Inès", "2019-03-28", True), ("Inès", "2018-03-27", True), ("Malo", "2019-03-27", False),
        ("Inès", "2012-07-02", False),
    ],
)  # fmt: skip
def test_a_slip_in_the_name_or_in_the_birthday_does_not_hide_a_child(
    client_agent, maison, connue, prenom, naissance, demande
):
    liens = {f"qualite_{a.responsable_id}": "mere" for a in maison.foyer.appartenances.all()}
    tape = {"prenom": prenom, "nom": "Le Gof", "naissance": naissance, "version": "1", "genre": ""} | liens
    reponse = client_agent.post(adresse(maison, "enfants/ajouter/"), tape)
    assert (reponse.status_code == 200) is demande


def test_the_pages_that_create_a_home_are_for_the_desk_of_all_services(maison, donges):
    agent = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    client = connecter_agent(ClientQuiLit(), agent)
    assert client.get(adresse(maison)).status_code == 200
    assert client.get(NOUVELLE).status_code == 404
    assert client.get(adresse(maison, "autre-foyer/")).status_code == 404
    assert "autre-foyer" not in source(client.get(adresse(maison)))
