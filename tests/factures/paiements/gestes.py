"""What the tests of a payment by card share: a parent, an attempt, the addresses."""

import pytest
from django.urls import reverse

from factures.paiements import services
from factures.paiements.paybox import client as client_paybox

PORTE = "/paiement/paybox/notification/"
FORMULAIRE = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _banque_en_service(monkeypatch):
    client_paybox.oublier()
    monkeypatch.setattr(client_paybox, "est_en_service", lambda hote: True)
    yield
    client_paybox.oublier()


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def tentative(facture, maison):
    return services.ouvrir_tentative(facture, auteur=maison.utilisateur)


def adresse_retour(tentative, issue="effectue", message=b""):
    return reverse("paiements:retour", args=[tentative.reference, issue]) + (f"?{message.decode()}" if message else "")


def frapper(client, corps, **entetes):
    return client.post(PORTE, corps, content_type=FORMULAIRE, **entetes)
