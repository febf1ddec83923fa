"""Production settings: they refuse to start half-configured, and what they send is what the facts ask for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("production")
RACINE = Path(__file__).resolve().parents[2]
ENV = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PORTAIL_CLE_SECRETE": "x9" * 40 + "abcdefghij!#",
    "PORTAIL_CLE_DOCUMENTS": "d7" * 32,
    "DATABASE_URL": "postgresql://portail:secret@127.0.0.1:9/portail",
    "PORTAIL_ADRESSE": "https://famille.exemple.fr",
    "PORTAIL_HOTES": "famille.exemple.fr",
    "PORTAIL_SMTP_HOTE": "smtp.exemple.fr",
    "PORTAIL_EXPEDITEUR": "espace-famille@exemple.fr",
    "PAYBOX_SITE": "1234567",
    "PAYBOX_RANG": "01",
    "PAYBOX_IDENTIFIANT": "123456789",
    "PAYBOX_CLE": "0F" * 64,
    "PAYBOX_CLES_PUBLIQUES": "-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----",
}
SCRIPT = """
import json, sys, django
django.setup()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING", stdout=sys.stderr, stderr=sys.stderr)
from django.conf import settings
from django.test import Client
from django.urls import resolve
client = Client(HTTP_HOST="famille.exemple.fr")
def lire(chemin, **options):
    reponse = client.get(chemin, **options)
    return {"etat": reponse.status_code, **{k.lower(): v for k, v in reponse.items()}}
print(json.dumps({
    "clair": lire("/robots.txt"),
    "page": lire("/robots.txt", secure=True),
    "prive": lire("/gestion/", secure=True),
    "biscuits": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                 settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE,
                 settings.CSRF_COOKIE_SAMESITE],
    "demo": "demo" in settings.INSTALLED_APPS,
    "debug": settings.DEBUG,
    "courriels": resolve("/demo/courriels/").view_name,
}))
"""


def lancer(*commande, **changements):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAIL", "PAYBOX", "DJANGO", "DATABASE"))}
    env |= {"PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}", **ENV, **changements}
    env = {k: v for k, v in env.items() if v is not None}
    return subprocess.run(commande, env=env, cwd=RACINE, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("manquante", sorted(set(ENV) - {"DJANGO_SETTINGS_MODULE"}))
def test_a_missing_secret_stops_the_start_and_is_named(manquante):
    resultat = lancer(sys.executable, "-c", "import django; django.setup()", **{manquante: None})
    assert resultat.returncode != 0
    assert manquante in resultat.stderr


@pytest.mark.parametrize(
    ("nom", "valeur"), [("PAYBOX_CLE", "0123456789ABCDEF" * 8), ("PORTAIL_ADRESSE", "http://famille.exemple.fr")]
)
def test_a_test_key_or_a_plain_address_stops_the_start(nom, valeur):
    resultat = lancer(sys.executable, "-c", "import django; django.setup()", **{nom: valeur})
    assert resultat.returncode != 0
    assert nom in resultat.stderr


@pytest.fixture(scope="session")
def dit():
    """Give what a portal in production says of itself: it starts once for all who ask."""
    resultat = lancer(sys.executable, "-c", SCRIPT)
    assert resultat.returncode == 0, resultat.stderr
    return {**json.loads(resultat.stdout), "check": resultat.stderr}


def test_check_deploy_says_nothing(dit):
    assert "no issues" in dit["check"]


def test_the_headers_are_those_of_the_facts(dit):
    assert (dit["clair"]["etat"], dit["clair"]["location"]) == (301, "https://famille.exemple.fr/robots.txt")
    page = dit["page"]
    assert page["strict-transport-security"] == "max-age=63072000; includeSubDomains; preload"
    assert page["x-content-type-options"] == "nosniff"
    assert page["referrer-policy"] == "same-origin"
    assert page["x-frame-options"] == "DENY"
    assert page["cross-origin-opener-policy"] == "same-origin"
    assert page["cross-origin-resource-policy"] == "same-origin"
    assert page["cross-origin-embedder-policy"] == "require-corp"
    assert page["permissions-policy"].startswith("camera=(), microphone=(), geolocation=()")
    directives = dict(d.strip().split(" ", 1) for d in page["content-security-policy"].split(";") if " " in d.strip())
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in page["content-security-policy"]
    assert "upgrade-insecure-requests" in page["content-security-policy"]
    assert dit["prive"]["etat"] == 302
    assert "no-store" in dit["prive"]["cache-control"]
    assert dit["biscuits"] == ["__Host-sessionid", True, True, "Lax", "__Host-csrftoken", True, "Lax"]
    assert dit["debug"] is False


def test_the_demonstration_and_its_bank_cannot_be_loaded(dit):
    assert dit["demo"] is False
    for module in ("demo.banque", "config.settings.demo"):
        resultat = lancer(sys.executable, "-c", f"import {module}", PORTAIL_ENV="production")
        assert resultat.returncode != 0, module


def test_the_demonstration_pages_do_not_exist_in_a_real_town(dit):
    assert dit["courriels"] == "wagtail_serve"
