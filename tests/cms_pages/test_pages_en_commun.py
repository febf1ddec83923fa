"""Public pages kept for everybody: never a family's, never for long, each with a form token of its own."""

import time

import pytest
from django.core.cache import caches
from django.test import Client

from cms_pages.models import AccueilPage
from common.web import memory
from tests.factories.comptes import UtilisateurFactory
from tests.tools.html import brut, valeurs
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gardees(settings, site_public):
    settings.PAGES_EN_COMMUN_SECONDES = 0.5
    caches["pages"].clear()


def jeton(reponse):
    return valeurs(reponse, "csrfmiddlewaretoken")[0]


def sans_jeton(reponse):
    return brut(reponse).replace(jeton(reponse), "")


def test_the_second_visitor_costs_no_query_and_reads_the_same_page():
    premiere = Client().get("/")
    with requetes() as faites:
        seconde = Client().get("/")
    assert len(faites) == 0
    assert sans_jeton(seconde) == sans_jeton(premiere)
    for nom in ("Content-Security-Policy", "X-Frame-Options", "Content-Type", "Content-Length", "Permissions-Policy"):
        assert seconde[nom] == premiere[nom], nom
    assert int(seconde["Content-Length"]) == len(seconde.content)


def test_each_visitor_gets_a_token_that_works_for_nobody_else():
    un, autre = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    jeton_un, jeton_autre = jeton(un.get("/")), jeton(autre.get("/"))
    assert un.cookies["csrftoken"].value != autre.cookies["csrftoken"].value
    donnees = {"username": "personne", "password": "rien"}
    assert autre.post("/espace/connexion/", donnees | {"csrfmiddlewaretoken": jeton_autre}).status_code == 422
    assert autre.post("/espace/connexion/", donnees | {"csrfmiddlewaretoken": jeton_un}).status_code == 403


def test_a_family_s_page_is_neither_kept_nor_answered_by_a_kept_one():
    parent = Client()
    parent.force_login(UtilisateurFactory(last_name="Kerguelen"))
    assert "Kerguelen" in parent.get("/").content.decode()
    visiteur = Client().get("/").content.decode()
    assert "Kerguelen" not in visiteur
    assert "Se connecter" in visiteur
    assert "Kerguelen" in parent.get("/").content.decode()


def test_only_what_is_the_same_for_all_is_kept():
    for chemin in ("/espace/connexion/", "/espace/creer-mon-espace/", "/nulle-part/", "/robots.txt"):
        Client().get(chemin)
    assert len(caches["pages"]._cache) == 0
    Client().get("/")
    assert len(caches["pages"]._cache) == 1


def test_a_publication_is_seen_within_a_second():
    assert memory.SECONDES + 0.5 <= 1
    Client().get("/")
    AccueilPage.objects.update(chapeau="Ce qui vient de paraître")
    assert "Ce qui vient de paraître" not in Client().get("/").content.decode()  # it was kept indeed
    time.sleep(0.55)
    assert "Ce qui vient de paraître" in Client().get("/").content.decode()


@pytest.mark.parametrize("force", ["", None])
def test_a_page_is_kept_under_its_whole_address(settings, force):
    """A server that splits the address elsewhere, as gunicorn does with SCRIPT_NAME, changes nobody's page."""
    settings.FORCE_SCRIPT_NAME = force
    Client().get("/", SCRIPT_NAME="/actualites")
    assert "<h1>Actualités</h1>" in Client().get("/actualites/").content.decode()
