"""Two homes of one child, and who may sign in."""

from datetime import date

import pytest

from espace_prive.famille.models import LienParental, Rattachement
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille

RENTREE = date(2026, 9, 1)


@pytest.fixture
def elle(donges):
    """Give her home: two children, the elder shared."""
    return famille(donges, enfants=2)


@pytest.fixture
def lui(donges, elle):
    """Give his home, elsewhere; he has authority over the elder."""
    maison = famille(donges, enfants=0, nom="Talbot", adresse="9 quai Secret")
    enfant = elle.enfants[0]
    LienParental.objects.create(enfant=enfant, responsable=maison.responsable, qualite="pere", du=RENTREE)
    Rattachement.objects.create(enfant=enfant, foyer=maison.foyer, du=RENTREE)
    return maison


def _entrer(maison):
    client = ClientQuiLit()
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def mere(elle):
    return _entrer(elle)


@pytest.fixture
def pere(lui):
    return _entrer(lui)
