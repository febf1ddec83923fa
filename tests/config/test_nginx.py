"""The site file of the README, run by a real nginx in front of a real gunicorn."""

import contextlib
import socket
import time
from decimal import Decimal
from types import SimpleNamespace

import psycopg
import pytest
import requests
from django.conf import settings

from tests.tools.serveurs import MODELE, nginx, programme_nginx

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programme_nginx() is None, reason="nginx is not installed here: apt-get install nginx-light"),
]
MO = 2**20


@pytest.fixture(scope="module")
def devant(serveur):
    """Give the portal behind nginx: its port, its address, the log of nginx."""
    with nginx(serveur.port, serveur.dossier) as (port, journal):
        yield SimpleNamespace(port=port, adresse=f"http://127.0.0.1:{port}", journal=journal, serveur=serveur)


def ouvrir(port, octets):
    prise = socket.create_connection(("127.0.0.1", port), timeout=20)
    prise.sendall(octets)
    return prise


def repondu(prise):
    return prise.recv(65536)


DEMI_ENTETE = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Lent: "
DEMI_CORPS = (
    b"POST /nous-ecrire/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\ntexte="
)


@pytest.mark.parametrize("moitie", [DEMI_ENTETE, DEMI_CORPS], ids=["half headers", "half bodies"])
def test_slow_clients_do_not_stop_the_portal(devant, moitie):
    with contextlib.ExitStack() as ouvertes:
        for _ in range(80):
            ouvertes.enter_context(contextlib.closing(ouvrir(devant.port, moitie)))
        for _ in range(5):
            debut = time.monotonic()
            assert requests.get(f"{devant.adresse}/actualites/", timeout=10).status_code == 200
            assert time.monotonic() - debut < 5


@pytest.mark.parametrize(
    ("chemin", "poids"),
    [("/nous-ecrire/", 2 * MO), ("/espace/connexion/", 250 * MO), ("/", 250 * MO),
     ("/espace/dossier/situation/1/", 13 * MO), ("/gestion/images/add/", 13 * MO),
     ("/paiement/paybox/notification/", 20_000)],
)  # fmt: skip
def test_what_is_too_heavy_is_refused_from_its_heading(devant, chemin, poids):
    heading = f"POST {chemin} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {poids}\r\n\r\n"
    with contextlib.closing(ouvrir(devant.port, heading.encode())) as prise:
        reponse = repondu(prise)
    assert reponse.startswith(b"HTTP/1.1 413")
    assert b"Cet envoi est trop lourd" in reponse
    assert b'lang="fr"' in reponse


def test_what_a_family_sends_passes(devant):
    """Nine megabytes reach the portal, which asks who sends them."""
    reponse = requests.post(f"{devant.adresse}/espace/dossier/situation/1/", b"x" * 9 * MO, allow_redirects=False)
    assert reponse.status_code == 413, "a visitor, by the portal itself"
    assert "1&nbsp;Mo" in reponse.text
    # Refused before the body is read: the answer comes all the same, each time.
    reponses = [
        requests.post(f"{devant.adresse}/espace/connexion/", b"x" * 900_000, allow_redirects=False) for _ in range(20)
    ]
    assert {reponse.status_code for reponse in reponses} == {403}


def test_the_address_that_counts_is_the_one_that_nginx_sees(devant):
    tentative = SimpleNamespace(montant=Decimal("12.50"), reference="F2026000001-A1")
    entetes = {"X-Forwarded-For": "203.0.113.9, 198.51.100.1:80", "Content-Type": "application/x-www-form-urlencoded"}
    message = devant.serveur.banque.message(tentative)
    reponse = requests.post(f"{devant.adresse}/paiement/paybox/notification/", message, headers=entetes)
    assert reponse.status_code == 200
    with psycopg.connect(devant.serveur.base) as base:
        derniere = "SELECT host(adresse) FROM paiements_notification ORDER BY id DESC LIMIT 1"
        assert base.execute(derniere).fetchone() == ("127.0.0.1",)


def test_no_line_of_its_log_holds_a_query_string_nor_a_token(devant):
    jeton = "c8r0a-jetonsecret0123"
    chemins = ["/tarifs/calculer/?quotient=31234", f"/espace/invitation/{jeton}/", f"/espace/activer/OA/{jeton}/?a=b",
               f"/espace/rappel-de-la-veille/{jeton}/", f"/espace/agenda-abonne/{jeton}.ics",
               f"/espace/nouvelle-adresse/{jeton}/", "/rien/?nom=Le+Goff"]  # fmt: skip
    for chemin in chemins:
        for methode in (requests.get, requests.head, requests.delete):
            methode(devant.adresse + chemin, allow_redirects=False)
    requests.post(f"{devant.adresse}/?nom=Le+Goff", b"x" * 2 * MO)
    lignes = "".join(
        fichier.read_text() for fichier in (devant.journal, devant.journal.with_name("portail.erreurs.log"))
    )
    assert "/tarifs/calculer/" in lignes
    assert "/espace/invitation/..." in lignes
    for secret in ("?", jeton, "31234", "Goff"):
        assert secret not in lignes


@pytest.mark.parametrize("entetes", [{"SCRIPT_NAME": "/x"}, {"X-Forwarded-Host": "pirate.example"},
                                     {"X-Forwarded-Proto": "https"}, {"Proxy": "http://pirate.example"}])  # fmt: skip
def test_a_header_that_a_client_makes_up_goes_no_further(devant, entetes):
    reponse = requests.get(f"{devant.adresse}/actualites/", headers=entetes)
    assert reponse.status_code == 200
    assert "pirate.example" not in reponse.text
    assert 'href="/x/' not in reponse.text


def test_when_the_portal_is_away_it_is_said(devant, tmp_path):
    with nginx(9, tmp_path) as (port, _):
        reponse = requests.get(f"http://127.0.0.1:{port}/")
    assert reponse.status_code == 503
    assert "Le portail ne répond pas" in reponse.text


def test_it_says_the_same_sizes_as_the_portal():
    modele = MODELE.read_text()
    assert f"client_max_body_size {settings.CORPS_MAX // MO}m;" in modele
    assert f"client_max_body_size {settings.CORPS_MAX_FICHIERS // MO}m;" in modele
