"""A family with booked days, and a child that another home shares."""

from datetime import date

import pytest

from espace_prive.agenda.extensions import EVENEMENTS
from reservations.activites.services.places import ouvrir
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours


@pytest.fixture
def maison(donges):
    """Two children; the elder eats on 16 and 17 November, and ate in October; the younger on the 16th."""
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 9, 1), au=date(2027, 6, 30), places=60)
    maison = famille(donges, enfants=2)
    reserver_jours(maison, donges, [date(2026, 11, 16)])
    reserver_jours(maison, donges, [date(2026, 10, 6), date(2026, 11, 17)], enfants=maison.enfants[:1])
    return maison


@pytest.fixture
def parent(maison):
    client = ClientQuiLit()
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def source_du_test():
    """Register a source for the test: what it gives is what the test puts in the list."""
    donnes = []

    def lire(moi, du, au):
        return donnes

    EVENEMENTS.register(lire)
    yield donnes
    EVENEMENTS.unregister(lire)
