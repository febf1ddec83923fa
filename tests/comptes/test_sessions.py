"""The session store keeps Django's rules: what is expired or unknown is nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from espace_prive.comptes.models import SessionOuverte
from espace_prive.comptes.sessions import SessionStore
from tests.factories.comptes import UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def connue():
    session = SessionStore()
    session["mot"] = "bonjour"
    session.create()
    return session.session_key


def test_a_session_is_read_again(connue):
    assert SessionStore(connue)["mot"] == "bonjour"


def test_an_expired_or_unknown_session_is_empty_and_loses_its_key(connue):
    SessionOuverte.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for cle in (connue, "x" * 32):
        session = SessionStore(cle)
        assert session.get("mot") is None
        assert session.session_key is None


def test_a_closed_account_is_out_at_its_next_page(client, donges):
    utilisateur = UtilisateurFactory()
    client.force_login(utilisateur)
    assert client.get("/espace/").status_code == 200
    utilisateur.is_active = False
    utilisateur.save()
    assert client.get("/espace/").status_code == 302
