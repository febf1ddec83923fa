"""What a parent does to book: tick days, validate."""

import pytest

from tests.factories.famille import famille
from tests.tools.html import valeurs


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2, quotient="500")


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


def adresse(maison, suite="2026-11/"):
    return f"/espace/reservations/{maison.inscriptions[0].pk}/{suite}"


def valider(client, maison, **remplacements):
    page = client.get(adresse(maison, "recapitulatif/")).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "ligne")} | remplacements
    return client.post(adresse(maison, "recapitulatif/"), donnees)
