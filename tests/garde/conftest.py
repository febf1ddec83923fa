"""A child whom two homes share, and who may sign in."""

from datetime import date

import pytest

from espace_prive.famille.models import LienParental, Rattachement
from espace_prive.garde import services
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille

RENTREE = date(2026, 9, 1)


@pytest.fixture
def partage(donges):
    """A child at her home on even weeks, at his on odd ones; he is its father, with authority."""
    elle, lui = famille(donges, enfants=2), famille(donges, enfants=0, nom="Talbot")
    lui.responsable.prenoms = "Yann Marie"
    lui.responsable.save()
    enfant = elle.enfants[0]
    LienParental.objects.create(enfant=enfant, responsable=lui.responsable, qualite="pere", du=RENTREE)
    Rattachement.objects.create(enfant=enfant, foyer=lui.foyer, du=RENTREE)
    services.appliquer_rythme(
        enfant, du=RENTREE, version=enfant.version, par=None, premier=elle.foyer, second=lui.foyer, forme="semaines",
        parite="paires",
    )  # fmt: skip
    enfant.refresh_from_db()
    return enfant, elle, lui


def entrer(maison):
    client = ClientQuiLit()
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def mere(partage):
    return entrer(partage[1])


@pytest.fixture
def pere(partage):
    return entrer(partage[2])
