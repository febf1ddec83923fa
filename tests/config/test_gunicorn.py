"""The portal behind its real web server: no header changes what is asked, nor what the others read."""

import threading
from decimal import Decimal
from types import SimpleNamespace

import psycopg
import pytest
import requests

from tests.factories.comptes import MOT_DE_PASSE
from tests.tools.html import texte, un, valeurs

pytestmark = pytest.mark.slow
PREFIXES = [{"SCRIPT_NAME": "/x"}, {"Script-Name": "/x"}, {"PATH_INFO": "/gestion/users/"},
            {"X-Forwarded-Prefix": "/x"}, {"X-Script-Name": "/x"},
            {"SCRIPT_NAME": "/x", "PATH_INFO": "/x/gestion/users/"},
            {"SCRIPT_URL": "/x/gestion/users/"}, {"REDIRECT_URL": "/x/gestion/users/"},
            {"X-Original-URL": "/gestion/users/", "X-Rewrite-URL": "/gestion/users/"},
            {"Forwarded": "host=voleur.example;proto=https", "X-Forwarded-Server": "voleur.example"},
            {"Remote-User": "admin", "REMOTE_USER": "admin", "X-HTTP-Method-Override": "HEAD"}]  # fmt: skip


@pytest.fixture
def sans_facteur(serveur):
    """Give the session of a member of the staff who has given a password and has no second factor yet."""
    session = requests.Session()
    page = session.get(f"{serveur.adresse}/espace/connexion/").text
    jeton = valeurs(page, "csrfmiddlewaretoken")[0]
    donnees = {"username": "nouvelle", "password": MOT_DE_PASSE, "csrfmiddlewaretoken": jeton}
    reponse = session.post(f"{serveur.adresse}/espace/connexion/", donnees, allow_redirects=False)
    assert reponse.status_code == 302
    return session


@pytest.mark.parametrize("entetes", PREFIXES)
def test_no_header_goes_round_the_second_factor(serveur, sans_facteur, entetes):
    for chemin in ("/gestion/users/", "/x/gestion/users/", "/x/gestion/reports/site-history/", "/gestion/images/"):
        reponse = sans_facteur.get(serveur.adresse + chemin, headers=entetes, allow_redirects=False)
        if chemin.startswith("/x"):
            assert reponse.status_code == 404, entetes
        else:
            assert (reponse.status_code, "/espace/second-facteur/" in reponse.headers["Location"]) == (302, True)


@pytest.mark.parametrize(
    "entetes", [{"SCRIPT_NAME": "/actualites"}, {"PATH_INFO": "/"}, {"Script-Name": "/actualites"}]
)
def test_no_header_changes_the_page_that_others_get(serveur, entetes):
    adresse, fini = f"{serveur.adresse}/actualites/", threading.Event()

    def attaquer():
        while not fini.is_set():
            requests.get(adresse, headers=entetes)

    attaquants = [threading.Thread(target=attaquer) for _ in range(2)]
    for attaquant in attaquants:
        attaquant.start()
    try:
        titres = {texte(un(requests.get(adresse), "h1")) for _ in range(25)}
    finally:
        fini.set()
        for attaquant in attaquants:
            attaquant.join()
    assert titres == {"Actualités"}


def test_money_is_noted_with_the_address_alone_when_the_proxy_writes_its_port(serveur):
    tentative = SimpleNamespace(montant=Decimal("12.50"), reference="F2026000001-A1")
    for entete, adresse in (
        ("203.0.113.9:4711", "203.0.113.9"),
        ("unknown", None),
        ("[2001:db8::1]:4711", "2001:db8::1"),
    ):
        reponse = requests.post(
            f"{serveur.adresse}/paiement/paybox/notification/", serveur.banque.message(tentative),
            headers={"X-Forwarded-For": entete, "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        assert reponse.status_code == 200
        with psycopg.connect(serveur.base) as base:
            derniere = "SELECT host(adresse) FROM paiements_notification ORDER BY id DESC LIMIT 1"
            assert base.execute(derniere).fetchone() == (adresse,)


def test_a_head_has_no_body_and_no_token_is_in_the_log(serveur):
    jeton = "c8r0a-jetonsecret0123"
    for chemin in (f"/espace/activer/OA/{jeton}/", f"/espace/invitation/{jeton}/", "/", "/espace/famille/confirmer/"):
        tete, lue = (
            requests.head(serveur.adresse + chemin),
            requests.get(serveur.adresse + chemin, allow_redirects=False),
        )
        assert (tete.status_code, tete.content) == (lue.status_code, b"")
        requests.delete(serveur.adresse + chemin)
    requests.get(f"{serveur.adresse}/rien/?quotient=31234")
    ecrit = serveur.journal.read_text()
    assert "Not Found: /rien/" in ecrit
    assert "Forbidden (CSRF cookie not set.): /espace/activer/OA/…/" in ecrit
    assert jeton not in ecrit
    assert "31234" not in ecrit
