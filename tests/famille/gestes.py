"""What the tests of the agents' screens share."""

import pytest

from tests.factories.famille import famille
from tests.tools.html import source

LISTE = "/gestion/familles/"


FOYER = {"nom": "Le Goff", "adresse": "2 quai Neuf", "code_postal": "44480", "ville": "Donges", "version": "1"}


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, compte=False, numero=2042)


def adresse(maison, suite=""):
    return f"{LISTE}{maison.foyer.pk}/{suite}"


def page(client, chemin):
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return source(reponse).replace("\u00a0", " ")
