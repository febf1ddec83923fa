"""What bookings ask of a parent: each source appears, and disappears when it is done or too late."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from common import clock
from reservations.activites.models import Creneau, PeriodeReservation
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import completer_le_dossier
from tests.factories.reservations import reserver_jours
from tests.reservations.gestes import maison, parent
from tests.tools.html import source, taches
from tests.tools.requetes import requetes

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db

LUNDI_16 = date(2026, 11, 16)


def instant(jour, heure=9):
    return datetime(2026, 11, jour, heure, tzinfo=clock.fuseau())


@pytest.fixture
def periode(ouverte):
    return PeriodeReservation.objects.create(
        activite=ouverte.cantine, nom="décembre", du=date(2026, 12, 1), au=date(2026, 12, 18),
        ouvre_le=instant(1), ferme_le=instant(14),
    )  # fmt: skip


def ferment(client):
    return {t: v for t, v in taches(client).items() if t.endswith(", décembre")}


def test_bookings_that_close_are_said_until_they_are_made(parent, maison, ouverte, periode):
    ((texte, adresse),) = ferment(parent).values()
    assert "Rien n’est réservé pour Malo et Zoé." in texte
    assert "14 novembre" in texte.replace("\u00a0", " ")
    assert adresse == "/espace/reservations/semaine/2026-12-01/"
    reserver_jours(maison, ouverte, [date(2026, 12, 4)], enfants=maison.enfants[:1])
    ((texte, _),) = ferment(parent).values()
    assert "Rien n’est réservé pour Malo." in texte
    reserver_jours(maison, ouverte, [date(2026, 12, 4)], enfants=maison.enfants[1:])
    assert ferment(parent) == {}


@pytest.mark.parametrize("raison", ["not open yet", "closed", "far away", "full", "at the desk", "left"])
def test_bookings_that_cannot_be_made_or_that_wait_ask_nothing(parent, maison, ouverte, periode, raison):
    match raison:
        case "not open yet":
            periode.ouvre_le = instant(12)
        case "closed":
            periode.ferme_le = instant(10, 8)
        case "far away":
            periode.ferme_le = instant(10) + timedelta(days=12)
        case "full":
            Creneau.objects.update(places=0)
        case "at the desk":
            type(ouverte.cantine).objects.update(reservation_en_ligne=False)
        case "left":
            type(maison.inscriptions[0]).objects.update(au="2026-11-20")
    periode.save()
    cache.clear()
    assert ferment(parent) == {}


def test_a_session_closes_at_the_deadline_of_its_first_day(parent, maison, ouverte, periode):
    """Its bookings end on no day of their own: the town's deadline before its first day decides."""
    PeriodeReservation.objects.update(session=True, ferme_le=None, du="2026-11-16", au="2026-12-18")
    type(ouverte.cantine).objects.update(jours_vacances=[0, 1, 3, 4])
    ((texte, _),) = ferment(parent).values()
    assert "novembre" in texte


def test_all_is_in_order_until_bookings_close(parent, maison, ouverte, periode):
    """Twelve days before, nothing is asked: it will be, a week before."""
    PeriodeReservation.objects.update(ferme_le=instant(21))
    completer_le_dossier(maison)
    reserver_jours(maison, ouverte, [LUNDI_16, LUNDI_16 + timedelta(days=1)])
    assert "Tout est en ordre jusqu’à" in source(parent.get("/espace/"))


def certificats(client):
    return {t: v for t, v in taches(client).items() if t.startswith("Donner le certificat")}


def test_a_certificate_awaited_is_said_until_it_is_given_or_too_late(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [date(2026, 11, 9), date(2026, 11, 10)], enfants=maison.enfants[1:])
    for reservation in Reservation.objects.all():
        Absence.objects.create(
            reservation=reservation, motif="maladie", effet="a_justifier", phrase="Certificat attendu.",
            a_justifier_avant=date(2026, 11, 13),
        )  # fmt: skip
    ((titre, (texte, adresse)),) = certificats(parent).items()
    assert titre == "Donner le certificat de Malo"
    assert "2 jours d’absence ne seront pas facturés" in texte
    assert parent.get(adresse).status_code == 200
    Absence.objects.update(a_justifier_avant=date(2026, 11, 9))
    assert certificats(parent) == {}
    Absence.objects.update(a_justifier_avant=date(2026, 11, 13), effet="non_facturee")
    assert certificats(parent) == {}


@pytest.mark.usefixtures("memoire_longue")
def test_what_is_asked_costs_one_statement_and_another_while_something_closes(parent, maison, ouverte, periode):
    parent.get("/espace/")
    with requetes() as une:
        parent.get("/espace/")
    PeriodeReservation.objects.all().delete()
    cache.clear()
    parent.get("/espace/")
    with requetes() as sans:
        parent.get("/espace/")
    assert len(une) - len(sans) == 1
