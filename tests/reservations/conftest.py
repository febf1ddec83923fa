from datetime import date

import pytest

from reservations.activites.services.places import ouvrir
from tests.factories.reservations import piste_de


@pytest.fixture
def ouverte(donges):
    """Give Donges with the canteen open for the school year, 60 places a day."""
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    return donges


@pytest.fixture
def pose():
    """Give the row of a registration, as the pages make it."""
    return piste_de


JEUDI_12, VENDREDI_13, LUNDI_16, MARDI_17 = (date(2026, 11, j) for j in (12, 13, 16, 17))
