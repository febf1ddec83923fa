"""What becomes of an offer when something else changed meanwhile: the service, another tab, the account, the hour."""

import pytest

from common.errors import Refus
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import accepter, laisser, passer
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.services import Ordre, intervenir
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Reservation
from tests.attente.gestes import LUNDI_16, annuler, attendre, etats, pleine, verifier
from tests.factories.comptes import UtilisateurFactory
from tests.tools.html import texte

pytestmark = pytest.mark.django_db
ATTENTES = "/espace/reservations/attente/"


@pytest.fixture
def offerte(donges):
    """Give a home to which a place of a full Monday is offered, and its waiting row."""
    dedans, (maison, *_) = pleine(donges, LUNDI_16)
    attente = attendre(maison, LUNDI_16)
    annuler(dedans[0], LUNDI_16)
    passer()
    assert etats(attente) == [EtatAttente.PROPOSEE]
    return maison, attente


def le_service_reserve(donges, maison):
    """The service books the offered place itself; the list is not looked at yet."""
    ordre = Ordre(
        GesteIntervention.AJOUT, donges.cantine, motif="Au téléphone", par=UtilisateurFactory(),
        formule=donges.formule.pk,
    )  # fmt: skip
    intervenir(ordre, [(maison.enfants[0].pk, LUNDI_16)])


def sa_reservation(attente):
    return Reservation.objects.get(attente=attente)


def test_leaving_cancels_nothing_that_the_service_booked_meanwhile(donges, offerte, client):
    maison, attente = offerte
    le_service_reserve(donges, maison)
    client.force_login(maison.utilisateur)
    page = client.post(f"{ATTENTES}{attente.pk}/", {"attente": attente.pk, "geste": "laisser"}, follow=True)
    assert "elle est réservée" in texte(page)
    assert sa_reservation(attente).etat == EtatReservation.CONFIRMEE
    assert etats(attente) == [EtatAttente.ACCEPTEE]
    with pytest.raises(Refus):
        laisser(attente.pk, par=None, motif="Erreur")
    verifier()


@pytest.mark.parametrize("vue", [False, True])
def test_accepting_what_the_service_booked_meanwhile_says_that_it_is_booked(donges, offerte, client, vue):
    maison, attente = offerte
    le_service_reserve(donges, maison)
    if vue:
        passer()
    client.force_login(maison.utilisateur)
    page = client.post(f"{ATTENTES}{attente.pk}/", {"attente": attente.pk, "geste": "accepter"}, follow=True)
    assert page.status_code == 200
    assert "La place est réservée : le service a répondu pour vous" in texte(page)
    assert accepter(attente.pk, auteur=None, foyer=maison.foyer).etat == EtatAttente.ACCEPTEE
    assert Attente.objects.get().reservation.etat == EtatReservation.CONFIRMEE
    verifier()
