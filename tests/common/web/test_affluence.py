"""The line of an opening morning: who starts, who waits, whose place is whose."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing

from common import clock
from common.web import affluence
from tests.tools.html import texte, un

DEBUT = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.fixture
def heure(monkeypatch, settings, db):
    """Two people a second, twenty at once after a quiet moment; the clock moves by hand."""
    settings.ARRIVEES_PAR_SECONDE = 2
    etat = {"le": DEBUT}
    monkeypatch.setattr(clock, "reel", lambda: etat["le"])
    monkeypatch.setattr(affluence.time, "time", lambda: etat["le"].timestamp())
    return etat


def _avancer(heure, secondes):
    heure["le"] += timedelta(seconds=secondes)


def test_a_quiet_portal_lets_everybody_in(heure):
    for _ in range(20):
        assert affluence.arriver()[1] == 0
    _avancer(heure, 60)
    assert [affluence.arriver()[1] for _ in range(20)] == [0] * 20


def test_above_the_pace_people_wait_in_their_order_and_each_second_serves_two(heure):
    arrivees = [affluence.arriver() for _ in range(30)]
    assert [devant for _, devant in arrivees] == [0] * 20 + list(range(1, 11))
    _avancer(heure, 3)
    assert [affluence.attendre(numero) for numero, _ in arrivees[20:]] == [0] * 6 + [1, 2, 3, 4]
    _avancer(heure, 2)
    assert affluence.attendre(arrivees[-1][0]) == 0


def test_who_comes_later_never_passes_before_who_waits(heure):
    attend = [affluence.arriver() for _ in range(25)][-1]
    _avancer(heure, 1)
    dernier = affluence.arriver()
    assert affluence.attendre(attend[0]) < dernier[1]


def test_a_quiet_hour_gives_no_more_than_the_advance(heure):
    affluence.arriver()
    _avancer(heure, 3600)
    assert [affluence.arriver()[1] for _ in range(22)][-2:] == [1, 2]


def _remplir():
    for _ in range(25):
        affluence.arriver()


def test_the_page_says_the_place_asks_again_and_ends_where_one_was_going(heure, client):
    _remplir()
    adresse = "/espace/reservations/semaine/?enfant=3"
    assert client.get(adresse)["Refresh"] == "1", "a number is given to who sends its cookie back"
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    assert "Vous êtes 6e dans la file" in texte(un(reponse.content.decode(), "main"))
    assert reponse["Refresh"] == "3"
    assert reponse["Cache-Control"] == "no-store, private"
    assert un(reponse.content.decode(), "main a")["href"] == adresse
    _avancer(heure, 2)
    assert "Vous êtes 2e dans la file" in texte(un(client.get(adresse).content.decode(), "main"))
    _avancer(heure, 2)
    # It is its turn: the page that was asked for, here the sign-in.
    reponse = client.get(adresse)
    assert reponse.status_code == 302
    assert "/espace/connexion/" in reponse["Location"]
    _remplir()
    assert client.get(adresse).status_code == 302, "who has started does not wait again"


def test_what_is_sent_goes_through_and_the_rest_of_the_portal_too(heure, client):
    _remplir()
    assert client.post("/espace/connexion/", {"username": "x", "password": "y"}).status_code == 422
    assert "Refresh" not in client.get("/gestion/")
    assert "Refresh" not in client.get("/robots.txt")


def test_a_program_without_cookies_lengthens_no_line_and_a_calendar_never_waits(heure, client):
    _remplir()
    for _ in range(30):
        client.cookies.clear()
        assert "Refresh" in client.get("/espace/connexion/")
    assert affluence.derniers() == 5
    assert client.get("/espace/agenda-abonne/inconnu.ics").status_code == 404


@pytest.mark.usefixtures("heure")
def test_who_comes_first_of_all_is_let_in(client):
    assert client.get("/espace/connexion/").status_code == 200


@pytest.mark.parametrize("forge", ["", "x", "e30:abc:def", signing.dumps({"passe": 10**12}, salt="autre")])
def test_a_forged_cookie_goes_to_the_end_of_the_line(heure, client, forge):
    _remplir()
    client.cookies[affluence.COOKIE] = forge
    assert "6e dans la file" in texte(un(client.get("/espace/connexion/").content.decode(), "main"))


def test_the_right_to_pass_ends_and_is_renewed_by_use(heure, client):
    affluence.arriver()
    assert client.get("/espace/connexion/").status_code == 200
    premier = client.cookies[affluence.COOKIE].value
    _avancer(heure, affluence.PASSE / 2)
    client.get("/espace/connexion/")
    assert client.cookies[affluence.COOKIE].value != premier
    _avancer(heure, affluence.PASSE + 1)
    _remplir()
    assert "Refresh" in client.get("/espace/connexion/")


def test_without_a_pace_nobody_is_counted(settings, client, db, django_assert_num_queries):
    settings.ARRIVEES_PAR_SECONDE = 0
    assert client.get("/espace/connexion/").status_code == 200
    assert affluence.COOKIE not in client.cookies
