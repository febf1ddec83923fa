"""Who serves the town and is the parent whom a court keeps from a child: at work either, nothing of that child."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.comptes.services import installer_roles
from espace_prive.demarches import services as demarches
from espace_prive.famille.acces import portee
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Rattachement, Responsable
from espace_prive.messagerie.models import Message
from espace_prive.modifications.models import Modification
from espace_prive.ouverture.models import DemandeEspace
from factures.paiements.enums import Verdict
from factures.paiements.models import Notification, Paiement, Tentative
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.factures import facture_brute, payer
from tests.factories.famille import DEBUT, famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import source

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 16)


@pytest.fixture
def maison(donges):
    """Give the home of the child, where the agent lives no more."""
    maison = famille(donges, nom="Kervadec", enfants=1)
    Enfant.objects.filter(pk=maison.enfants[0].pk).update(prenom="Maëlys", nom="Kervadec")
    return maison


@pytest.fixture
def ecarte(donges, maison, agent):
    """Make the agent of all services the parent whom a court keeps from the child, who lives elsewhere."""
    chez_soi = famille(donges, nom="Autremaison", enfants=0, compte=False)
    Responsable.objects.filter(pk=chez_soi.responsable.pk).update(utilisateur=agent)
    lien = LienParental.objects.create(
        enfant=maison.enfants[0], responsable=chez_soi.responsable, qualite="pere", restreint=True, du=DEBUT
    )
    chez_soi.lien = lien
    return chez_soi


@pytest.fixture
def ouvert(agent):
    return connecter_agent(ClientQuiLit(), agent)


def lire(client, adresse):
    reponse = client.get(adresse)
    assert reponse.status_code == 200, adresse
    return source(reponse)


def demander(donges, foyer, enfant):
    demarche = demarches.deposer(
        numero=uuid.uuid4(), type="dossier", titre="Droit à l’image", service=donges.service, foyer=foyer, auteur=None
    )
    return Modification.objects.create(
        demarche=demarche, enfant=enfant, genre="autorisations", rubrique="autorisations", cible_id=enfant.pk
    )


def test_every_page_of_the_childs_home_is_the_page_of_a_stranger(donges, maison, ecarte, ouvert, agent):
    enfant, foyer = maison.enfants[0], maison.foyer
    demande = demander(donges, foyer, enfant)
    sans_toit = demander(donges, ecarte.foyer, enfant)
    pages = [
        *(f"familles/{foyer.pk}/{suite}" for suite in ("", "modifier/", f"adultes/{maison.responsable.pk}/")),
        *(f"familles/{foyer.pk}/enfants/{enfant.pk}/{suite}" for suite in ("", "liens/", "garde/", "scolarites/")),
        f"familles/{ecarte.foyer.pk}/enfants/connus/{enfant.pk}/",
        f"familles/{ecarte.foyer.pk}/adultes/connus/{maison.responsable.pk}/",
        f"dossiers/{foyer.pk}/enfants/{enfant.pk}/",
        f"dossiers/{foyer.pk}/demandes/{demande.pk}/",
        f"dossiers/{ecarte.foyer.pk}/demandes/{sans_toit.pk}/",
    ]  # fmt: skip
    for page in pages:
        assert ouvert.get(f"/gestion/{page}").status_code == 404, page
    cle = f"/gestion/familles/{foyer.pk}/adultes/{maison.responsable.pk}/cle/"
    assert ouvert.post(cle).status_code == 404
    listes = (
        "familles/?q=kervadec", "dossiers/", f"familles/{ecarte.foyer.pk}/",
        f"familles/{ecarte.foyer.pk}/enfants/connus/?q=kervadec",
    )  # fmt: skip
    for page in listes:
        assert "Maëlys" not in lire(ouvert, f"/gestion/{page}"), page
    # The link is no more: the same pages open, and the same lists name the child.
    ecarte.lien.delete()
    for page in pages:
        assert ouvert.get(f"/gestion/{page}").status_code == 200, page
    assert "Maëlys" in lire(ouvert, f"/gestion/{listes[0]}")


def test_the_lists_of_the_day_count_the_child_neither_there_nor_away(donges, maison, ecarte, ouvert):
    reserver_jours(maison, donges, [JOUR])
    adresse = f"/gestion/effectifs/?jour={JOUR.isoformat()}"
    page = lire(ouvert, adresse)
    assert "Maëlys" not in page
    assert "<strong>0</strong> repas à commander" in page
    assert "Faites confirmer le nombre de repas par un collègue" in page
    ecarte.lien.delete()
    page = lire(ouvert, adresse)
    assert "Maëlys" in page
    assert "collègue" not in page


def test_a_former_home_and_a_technical_superuser_make_no_difference(donges, maison, ecarte, agent):
    maison.enfants[0].rattachements.update(au=date(2026, 10, 1))
    agent.is_superuser = True
    agent.save()
    client = connecter_agent(ClientQuiLit(), agent)
    facture = facture_brute(maison, donges)
    payer(facture)
    for page in (f"familles/{maison.foyer.pk}/", f"factures/{facture.pk}/", f"factures/{facture.pk}/pdf/"):
        assert client.get(f"/gestion/{page}").status_code == 404, page
    assert "Maëlys" not in lire(client, "/gestion/factures/")
    assert str(maison.foyer) not in lire(client, "/gestion/paiements/")
    assert set(portee.foyers(agent)) == {ecarte.foyer}
    # The decision that a court takes back gives the file back; one to come closes it already.
    LienParental.objects.filter(pk=ecarte.lien.pk).update(du=date(2027, 1, 4))
    assert set(portee.foyers(agent)) == {ecarte.foyer}
    LienParental.objects.filter(pk=ecarte.lien.pk).update(restreint=False)
    assert set(portee.foyers(agent)) == {ecarte.foyer, maison.foyer}


def test_what_the_other_parent_writes_is_for_a_colleague(donges, maison, ecarte, ouvert, agent):
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    message = Message.objects.create(
        service=donges.service,
        texte="Maëlys sera là",
        nom="Camille",
        courriel="c@x.example",
        auteur=maison.utilisateur,
    )
    demande = DemandeEspace.objects.create(
        civilite="mme", nom="Kervadec", prenoms="Gwendoline", naissance=date(1988, 2, 3), qualite="tuteur",
        adresse="1 rue Neuve", code_postal="44480", ville="Donges", email="anne@courriel.example",
        enfants=[{"prenom": "Maelys", "nom": "K", "naissance": maison.enfants[0].naissance.isoformat()}],
    )  # fmt: skip
    messages, demandes = "/gestion/messages/", "/gestion/ouvertures/"
    for page in (f"{messages}{message.pk}/", f"{demandes}demandes/{demande.pk}/"):
        assert ouvert.get(page).status_code == 404, page
    assert f"{messages}{message.pk}/" not in lire(ouvert, messages)
    assert "Gwendoline" not in lire(ouvert, demandes)
    ecarte.lien.delete()
    assert f"{messages}{message.pk}/" in lire(ouvert, messages)
    assert ouvert.get(f"{messages}{message.pk}/").status_code == 200
    assert ouvert.get(f"{demandes}demandes/{demande.pk}/").status_code == 200


@pytest.mark.usefixtures("maison")
def test_the_agent_who_is_nobodys_parent_pays_no_statement(agent, django_assert_num_queries):
    agent.has_perm(portee.TOUS)
    with django_assert_num_queries(0):
        assert portee.portee(agent).tous
    with django_assert_num_queries(1):
        assert len(portee.foyers(agent)) == 1


def test_a_former_adult_is_for_the_agents_of_the_present_home(donges, maison, agent):
    service = donges.cantine.service
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=animatrice, service=service)
    parti = famille(donges, nom="Ailleurs", enfants=0, compte=False)
    Appartenance.objects.filter(responsable=parti.responsable).update(du=date(2026, 10, 2))
    Appartenance.objects.create(responsable=parti.responsable, foyer=maison.foyer, du=DEBUT, au=date(2026, 10, 1))
    adresse = f"/gestion/familles/{maison.foyer.pk}/adultes/"
    client = connecter_agent(ClientQuiLit(), animatrice)
    assert client.get(f"{adresse}{parti.responsable.pk}/").status_code == 404
    assert client.post(f"{adresse}{parti.responsable.pk}/adresse-lue/").status_code == 404
    assert client.get(f"{adresse}{maison.responsable.pk}/").status_code == 200
    assert connecter_agent(ClientQuiLit(), agent).get(f"{adresse}{parti.responsable.pk}/").status_code == 200


def test_an_administrator_leaves_the_accounts_of_that_home_to_a_colleague(maison, ecarte, agent):
    agent.groups.add(installer_roles()[Role.ADMINISTRATEUR])
    client, compte = connecter_agent(ClientQuiLit(), agent), maison.utilisateur
    pages = (
        f"comptes/{compte.pk}/", f"comptes/{compte.pk}/fermer/", f"comptes/{compte.pk}/rouvrir/",
        f"personnel/{compte.pk}/second-facteur/", f"personnel/{compte.pk}/deconnecter/",
    )  # fmt: skip
    for page in pages:
        assert client.get(f"/gestion/{page}").status_code == 404, page
        assert client.post(f"/gestion/{page}", {"motif": "essai"}).status_code in {404, 405}, page
    assert compte.email not in lire(client, "/gestion/comptes/")
    ecarte.lien.delete()
    for page in pages:
        assert client.get(f"/gestion/{page}").status_code == 200, page
    assert compte.email in lire(client, "/gestion/comptes/")


def test_a_brother_who_lives_here_too_does_not_tell_of_the_other_home(donges, agent, ouvert):
    """The brother's links name the home that is closed, its address and its adults: that file is a colleague's too."""
    maison = famille(donges, nom="Kervadec", enfants=2, adresse="9 quai Secret")
    chez_soi = famille(donges, nom="Autremaison", enfants=0, compte=False)
    Responsable.objects.filter(pk=chez_soi.responsable.pk).update(utilisateur=agent)
    ecarte, frere = maison.enfants
    Rattachement.objects.create(enfant=frere, foyer=chez_soi.foyer, du=DEBUT)
    page = f"/gestion/familles/{chez_soi.foyer.pk}/enfants/{frere.pk}/liens/"
    assert "quai Secret" in lire(ouvert, page)
    LienParental.objects.create(
        enfant=ecarte, responsable=chez_soi.responsable, qualite="pere", restreint=True, du=DEBUT
    )
    for adresse in (page, f"/gestion/familles/{chez_soi.foyer.pk}/"):
        assert ouvert.get(adresse).status_code == 404, adresse


@pytest.mark.parametrize("signe", ["email", "naissance"])
def test_the_other_parent_who_asks_for_a_space_for_a_baby_is_known_by_its_own_signs(maison, ecarte, ouvert, signe):
    siens = {"email": "anne@courriel.example", "naissance": date(1988, 2, 3)}
    Responsable.objects.filter(pk=maison.responsable.pk).update(**{signe: siens[signe]})
    demande = DemandeEspace.objects.create(
        civilite="mme", nom="Kervadec", prenoms="Gwendoline", qualite="mere", adresse="1 rue Neuve",
        code_postal="44480", ville="Donges", enfants=[{"prenom": "Bébé", "nom": "K", "naissance": "2026-10-01"}],
        **siens | {"email": "Anne@Courriel.example"},
    )  # fmt: skip
    page = f"/gestion/ouvertures/demandes/{demande.pk}/"
    assert ouvert.get(page).status_code == 404
    assert "Gwendoline" not in lire(ouvert, "/gestion/ouvertures/")
    ecarte.lien.delete()
    assert ouvert.get(page).status_code == 200


def test_a_cashier_leaves_the_credit_of_that_home_to_a_colleague(donges, maison, ecarte, agent):
    agent.groups.add(installer_roles()[Role.REGISSEUR])
    client, credits = connecter_agent(ClientQuiLit(), agent), reverse("paiements_a_regarder")
    Paiement.objects.create(payeur=maison.payeur, regie=donges.regie, mode="carte", montant=Decimal("5.00"))
    saisie = {"payeur": maison.payeur.pk, "regie": donges.regie.pk}
    assert "Kervadec" not in lire(client, credits)
    assert client.post(reverse("paiements_imputer"), saisie).status_code == 404
    ecarte.lien.delete()
    assert "Kervadec" in lire(client, credits)
    assert client.post(reverse("paiements_imputer"), saisie).status_code == 302


def test_what_the_bank_says_of_that_home_is_for_a_colleague(donges, maison, ecarte, agent):
    agent.groups.add(installer_roles()[Role.REGISSEUR])
    client = connecter_agent(ClientQuiLit(), agent)
    facture = facture_brute(maison, donges)
    attente = Tentative.objects.create(facture=facture, reference="ATTENTE-A1", montant=facture.total, code="99999")
    Notification.objects.create(brut="Ref=ATTENTE-A1&Mt=1", tentative=attente, verdict=Verdict.MONTANT)
    Notification.objects.create(brut="Ref=SANS-FACTURE", verdict=Verdict.MONTANT)
    pages = [reverse("paiements_a_regarder"), reverse("paiements_banque")]
    for page in pages:
        lu = lire(client, page)
        assert "ATTENTE-A1" not in lu
        assert "SANS-FACTURE" in lu or page != pages[1]
    ecarte.lien.delete()
    assert all("ATTENTE-A1" in lire(client, page) for page in pages)
