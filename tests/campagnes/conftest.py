"""A holiday session of the leisure centre, and the campaign that asks about it."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from common import clock
from reservations.activites.models import PeriodeReservation
from reservations.campagnes.models import Campagne
from reservations.campagnes.services import campagnes
from tests.factories.activites import centre, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.reservations.conftest import ouverte

__all__ = ["ouverte"]
JOURS = [date(2026, 12, j) for j in (21, 22, 23, 24)]


def instant(jour, heure=9, mois=11):
    return datetime(2026, mois, jour, heure, tzinfo=clock.fuseau())


def proposer(periodes, *, par=None, **champs):
    valeurs = {
        "titre": "Vacances de Noël", "question": "Votre enfant viendra-t-il au centre de loisirs ?",
        "ouvre_le": instant(9), "ferme_le": instant(30, 18),
    }  # fmt: skip
    return campagnes.enregistrer(Campagne(**valeurs | champs), periodes, par=par)


@pytest.fixture
def noel(donges):
    """Give the centre, its session of Christmas (bookings open on 20 November) and a campaign that is open."""
    loisirs = centre(donges)
    ouvrir_jours(loisirs, loisirs.lieu, JOURS, places=30)
    periode = PeriodeReservation.objects.create(
        activite=loisirs.activite, nom="Vacances de Noël", du=date(2026, 12, 21), au=date(2026, 12, 24),
        ouvre_le=instant(20), session=True,
    )  # fmt: skip
    return SimpleNamespace(donges=donges, loisirs=loisirs, periode=periode, campagne=proposer([periode]))


@pytest.fixture
def maison(noel):
    maison = famille(noel.donges, enfants=2)
    maison.au_centre = [inscrire_a(noel.loisirs, e, maison.payeur, noel.loisirs.lieu) for e in maison.enfants]
    return maison


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client
