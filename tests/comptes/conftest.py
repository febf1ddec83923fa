"""A parent, with and without a second factor."""

import re

import pytest

from espace_prive.comptes import services
from espace_prive.comptes.enums import Role
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.codes import code
from tests.tools.html import textes

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def entrer(client, personne, mot_de_passe=MOT_DE_PASSE, agent=FIREFOX, **options):
    """Sign in by the page, as a browser that says what it is."""
    saisie = {"username": personne.identifiant, "password": mot_de_passe}
    return client.post("/espace/connexion/", saisie, headers={"user-agent": agent}, **options)


@pytest.fixture
def parent(db):
    return UtilisateurFactory(identifiant="nolwenn", email="nolwenn@courriel.example", first_name="Nolwenn")


@pytest.fixture
def protege(parent):
    """Give a parent whom an application protects: the code of ``protege.totp`` is that of the next half minute.

    ``protege.codes`` are the recovery codes.
    """
    totp = services.preparer_second_facteur(parent)
    _, parent.codes = services.activer_second_facteur(parent, code(totp), appareil=None)
    parent.refresh_from_db()
    totp.refresh_from_db()
    parent.totp = totp
    return parent


def code_suivant(personne):
    """Give a code that did not serve yet."""
    personne.totp.refresh_from_db()
    return code(personne.totp, decalage=30)


@pytest.fixture
def navigateur():
    return ClientQuiLit


def codes_de(page):
    """Give the recovery codes that a page shows."""
    return [mots for mots in textes(page, "li") if re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", mots)]


@pytest.fixture
def client_administrateur(donges):
    return connecter_agent(ClientQuiLit(), _agent(Role.ADMINISTRATEUR))
