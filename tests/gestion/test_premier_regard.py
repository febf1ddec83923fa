"""What each role sees first: the agent what waits and what is missing, the cashier the till, the head its service."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from common import clock
from commune.models import Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.demarches import services as demarches
from espace_prive.famille.models import QuotientFamilial, Scolarite
from espace_prive.messagerie.models import Message
from espace_prive.sante.models import FicheSanitaire
from factures.paiements.enums import ModeReglement
from factures.paiements.models import Paiement
from reservations.activites.services.places import ouvrir
from reservations.planning.models import DemandeReservation, LigneDemande
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.factures import facture_brute
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, source, texte

pytestmark = pytest.mark.django_db
# It is Tuesday 10 November 2026.
JEUDI = date(2026, 11, 12)
A_COMPLETER = "/gestion/familles/a-completer/"


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=date(2026, 11, 20), places=60)
    return famille(donges, enfants=2)


def client_de(role, *services):
    agent = _agent(role)
    for service in services:
        Habilitation.objects.create(utilisateur=agent, service=service)
    return connecter_agent(ClientQuiLit(), agent)


def accueil(client):
    return texte(soupe(client.get("/gestion/")).main)


def test_the_agent_reads_since_when_a_message_waits(client_agent, donges):
    Message.objects.create(
        numero=uuid.uuid4(), nom="Riou", courriel="r@courriel.example", texte="Bonjour", nature="question",
        recu_le=clock.maintenant() - timedelta(days=4),
    )  # fmt: skip
    page = accueil(client_agent)
    assert "1 message en attente de réponse, le plus ancien depuis 4 jours" in page
    assert "Aucun justificatif d’absence n’attend" in page


def test_the_agent_reads_what_is_missing_and_who_it_is_about(client_agent, maison):
    un, deux = maison.enfants
    QuotientFamilial.objects.all().delete()
    FicheSanitaire.objects.update_or_create(enfant=un, defaults={"allergies": "Arachide", "pai": ""})
    Scolarite.objects.filter(enfant=deux).delete()
    maison.responsable.mobile = maison.responsable.telephone = ""
    maison.responsable.save()
    page = accueil(client_agent)
    for attendu in (
        "Foyers sans quotient familial : 1", "Enfants allergiques sans PAI : 1", "Enfants sans personne à appeler : 2",
        "Enfants inscrits sans école cette année : 1",
    ):  # fmt: skip
        assert attendu in page
    liste = soupe(client_agent.get(A_COMPLETER))
    partie = liste.select_one("#allergie-sans-pai").find_parent("section")
    assert f'href="/gestion/familles/{maison.foyer.pk}/"' in str(partie)
    assert str(un) in partie.text
    assert str(deux) not in partie.text


def test_nothing_is_missing_says_so(client_agent, donges):
    assert "Rien ne manque pour les enfants inscrits" in accueil(client_agent)
    assert "Personne : tout est renseigné" in texte(client_agent.get(A_COMPLETER))


def test_another_service_and_who_may_not_read_health_are_told_nothing(maison, client_regisseur):
    FicheSanitaire.objects.update_or_create(enfant=maison.enfants[0], defaults={"allergies": "Arachide", "pai": ""})
    autre = Service.objects.create(code="autre", nom="Petite enfance")
    page = client_de(Role.AGENT_DE_SERVICE, autre).get(A_COMPLETER)
    assert str(maison.enfants[0]) not in source(page)
    assert "allergiques" not in texte(client_regisseur.get(A_COMPLETER))


def test_the_cashier_reads_what_is_due_and_what_came_in_yesterday(client_regisseur, maison, donges):
    page = accueil(client_regisseur)
    assert "Reçu le lundi 9 novembre : 0 paiement" in page
    assert "Aucune facture n’est à payer" in page
    assert "Prochaine clôture : novembre 2026" in page
    facture_brute(maison, donges, total="12.00", echeance=date(2026, 12, 1))
    hier = clock.maintenant() - timedelta(days=1)
    for montant, quand in (("7.35", hier), ("99.00", hier - timedelta(days=1))):
        Paiement.objects.create(
            payeur=maison.payeur, regie=donges.regie, montant=Decimal(montant), mode=ModeReglement.values[0],
            recu_le=quand,
        )  # fmt: skip
    page = accueil(client_regisseur)
    assert "1 facture à payer, 12,00 € en tout" in page
    assert "1 paiement, 7,35 €" in page


def test_the_head_of_a_service_reads_occupancy_refusals_and_receipts_without_a_name(maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    Paiement.objects.create(
        payeur=maison.payeur, regie=donges.regie, montant=Decimal("7.35"), mode=ModeReglement.values[0]
    )
    demarche = demarches.deposer(
        numero=uuid.uuid4(), type="reservation", titre="Planning", service=donges.service, foyer=maison.foyer,
        auteur=maison.utilisateur,
    )  # fmt: skip
    voulue = DemandeReservation.objects.create(demarche=demarche, empreinte="x")
    LigneDemande.objects.create(
        demande=voulue, enfant=maison.enfants[0], formule=donges.formule, date=JEUDI, sens="ajout",
        resultat="refusee", code="complet",
    )  # fmt: skip
    page = accueil(client_de(Role.RESPONSABLE, donges.service))
    assert "jeu. 12 nov. 2 sur 60 (3 %)" in page
    assert "Restauration scolaire : 1 jour refusé faute de place, 1 famille" in page
    assert "novembre 2026 : 7,35 € reçus" in page
    assert str(maison.enfants[0]) not in page
    autre = Service.objects.create(code="autre", nom="Petite enfance")
    page = accueil(client_de(Role.RESPONSABLE, autre))
    assert "7,35" not in page
    assert "sur 60" not in page
    assert "Aucune réservation n’a été refusée" in page


def test_an_agent_does_not_read_the_money_of_the_service(client_agent, maison, donges):
    Paiement.objects.create(
        payeur=maison.payeur, regie=donges.regie, montant=Decimal("7.35"), mode=ModeReglement.values[0]
    )
    page = accueil(client_agent)
    assert "Recettes" not in page
    assert "7,35" not in page
