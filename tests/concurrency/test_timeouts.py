"""Who waits too long for somebody else's lock is told to try again, and loses nothing typed."""

import psycopg
import pytest
from django.db import connection

from common.web.timeouts import options_de_connexion
from espace_prive.famille.models import Foyer
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.tools.html import soupe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.fixture
def ailleurs():
    """Give a transaction of somebody else, that ends with the test."""
    reglages = connection.get_connection_params()
    with psycopg.connect(
        dbname=reglages["dbname"], user=reglages.get("user"), password=reglages.get("password"),
        host=reglages.get("host"), port=reglages.get("port"),
    ) as autre:  # fmt: skip
        yield autre
        autre.rollback()


def test_a_page_that_waits_too_long_says_so_and_keeps_what_was_typed(donges, ailleurs):
    maison, client = famille(donges), ClientQuiLit()
    client.force_login(maison.utilisateur)
    adresse = f"/espace/dossier/adresse/{maison.foyer.pk}/"
    formulaire = soupe(client.get(adresse).content).main.form
    tape = {c["name"]: c.get("value", "") for c in formulaire.find_all("input") if c.get("type") != "file"}
    tape |= {"adresse": "42 allée des Roseaux"}
    ailleurs.execute("SELECT 1 FROM famille_foyer WHERE id = %s FOR UPDATE", [maison.foyer.pk])
    with connection.cursor() as curseur:
        curseur.execute("SET lock_timeout = '200ms'")
    reponse = client.post(
        adresse, tape, headers={"origin": "http://testserver", "referer": f"http://testserver{adresse}"}
    )
    page = reponse.content.decode()
    assert reponse.status_code == 503
    assert "très demandé" in page
    assert soupe(page).find(attrs={"name": "adresse"})["value"] == "42 allée des Roseaux"
    assert Foyer.objects.get(pk=maison.foyer.pk).adresse != "42 allée des Roseaux"
    ailleurs.rollback()
    assert client.post(adresse, tape).status_code == 302


def test_a_reading_that_waits_too_long_says_so(donges, ailleurs, client):
    ailleurs.execute("LOCK TABLE commune_reglages IN ACCESS EXCLUSIVE MODE")
    with connection.cursor() as curseur:
        curseur.execute("SET statement_timeout = '200ms'")
    reponse = client.get("/nous-ecrire/")
    ailleurs.rollback()
    assert reponse.status_code == 503
    # The frame of other pages asks for the town: of this one, nothing is asked.
    assert "Réessayez dans un instant" in reponse.content.decode()


def test_the_web_waits_less_than_the_tasks(monkeypatch):
    monkeypatch.delenv("PORTAIL_PROCESSUS", raising=False)
    assert "statement_timeout=0" in options_de_connexion()
    monkeypatch.setenv("PORTAIL_PROCESSUS", "web")
    assert options_de_connexion() == (
        "-c lock_timeout=10s -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s"
    )
