"""Production settings: they refuse to start half-configured, and what they send is what the facts ask for."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

import config
import demo

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


def de_production(**changements):
    """Give the environment of a town in production; a variable set to None is missing."""
    environnement = {
        k: v for k, v in os.environ.items() if not k.startswith(("PORTAIL", "PAYBOX", "DJANGO", "DATABASE"))
    }
    return {k: v for k, v in {**environnement, **ENV, **changements}.items() if v is not None}


def lire(module, monkeypatch, **changements):
    """Run a module as a start in production would: with that environment, and nothing of ours read before it.

    Settings are plain assignments: running them again in this process says as much as another process, and the
    modules that this one holds come back after it.
    """
    with monkeypatch.context() as rustine, patch.dict(sys.modules):
        rustine.setattr(os, "environ", de_production(**changements))
        # Both halves of an import come back: the table of modules, and the attribute of the package.
        for paquet, nom in ((config, "settings"), (demo, "banque")):
            rustine.setattr(paquet, nom, getattr(paquet, nom, None), raising=False)
        for nom in [nom for nom in sys.modules if nom.startswith(("config.settings", "demo.banque"))]:
            del sys.modules[nom]
        return runpy.run_module(module)


def test_with_every_secret_the_settings_are_read(monkeypatch):
    """The control: what is refused below is refused for what is missing, and for nothing else."""
    reglages = lire("config.settings.production", monkeypatch)
    assert reglages["SECRET_KEY"] == ENV["PORTAIL_CLE_SECRETE"]
    assert reglages["PAYBOX"]["CLE"] == ENV["PAYBOX_CLE"]


@pytest.mark.parametrize("manquante", sorted(set(ENV) - {"DJANGO_SETTINGS_MODULE"}))
def test_a_missing_secret_stops_the_start_and_is_named(manquante, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=manquante):
        lire("config.settings.production", monkeypatch, **{manquante: None})


@pytest.mark.parametrize(
    ("nom", "valeur"), [("PAYBOX_CLE", "0123456789ABCDEF" * 8), ("PORTAIL_ADRESSE", "http://famille.exemple.fr")]
)
def test_a_test_key_or_a_plain_address_stops_the_start(nom, valeur, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=nom):
        lire("config.settings.production", monkeypatch, **{nom: valeur})


@pytest.fixture(scope="session")
def dit():
    """Give what a portal in production says of itself: the one start of this file, in a process of its own."""
    environnement = de_production(PYTHONPATH=f"{RACINE}{os.pathsep}{RACINE / 'site'}")
    commande = [sys.executable, "-c", SCRIPT]
    resultat = subprocess.run(commande, env=environnement, cwd=RACINE, capture_output=True, text=True, check=False)
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


def test_the_demonstration_is_not_loaded(dit):
    assert dit["demo"] is False


@pytest.mark.parametrize("module", ["demo.banque.reglages", "config.settings.demo"])
@pytest.mark.parametrize(
    "changements", [{"PORTAIL_ENV": "production"}, {"DJANGO_SETTINGS_MODULE": "config.settings.production"}]
)
def test_the_demonstration_and_its_bank_cannot_be_read_in_production(module, changements, monkeypatch):
    with pytest.raises(RuntimeError, match="production|real town"):
        lire(module, monkeypatch, **changements)


def test_the_demonstration_pages_do_not_exist_in_a_real_town(dit):
    assert dit["courriels"] == "wagtail_serve"
