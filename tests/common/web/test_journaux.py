"""No line of a log holds the token of a link, nor what an address asks for."""

import io
import logging

import pytest
from django.conf import settings

from common.web.journaux import Expurger, expurger
from tests.tools.adresses import adresses

# What opens something, in the routes.
SECRETS = ("jeton", "secret", "token")


def test_every_route_with_a_secret_is_known():
    vues = 0
    for nom, route, _ in adresses():
        if any(f":{secret}>" in route or f"<{secret}>" in route for secret in SECRETS):
            if route.startswith("gestion/"):
                assert "password_reset" in route, nom  # not offered: always a 404
                continue
            chemin = "/" + route.replace("<str:uid>", "OA")
            for secret in SECRETS:
                chemin = chemin.replace(f"<str:{secret}>", "c8r-0a1b2c3d")
            for ligne in (f"Method Not Allowed (HEAD): {chemin}", f"x {chemin[:-1]}", f'"{chemin}?a=b"'):
                assert "0a1b2c3d" not in expurger(ligne), nom
            vues += 1
    assert vues >= 7


@pytest.mark.parametrize(
    ("ligne", "attendue"),
    [
        ("Not Found: /tarifs/calculer/?quotient=312&nom=Le+Goff", "Not Found: /tarifs/calculer/?…"),
        ("« quoi ? » dit-elle", "« quoi ? » dit-elle"),
        ("Not Found: /espace/invitation/", "Not Found: /espace/invitation/"),
    ],
)
def test_the_rest_of_a_line_stays(ligne, attendue):
    assert expurger(ligne) == attendue


def test_the_filter_writes_what_is_left_and_breaks_on_nothing():
    sortie = io.StringIO()
    journal, fil = logging.getLogger("essai.expurger"), logging.StreamHandler(sortie)
    fil.addFilter(Expurger())
    journal.addHandler(fil)
    journal.propagate = False
    journal.warning("%s: %s", "Not Found", "/espace/invitation/secret123/?x=1")
    journal.warning("100 % sans argument")
    journal.warning(ValueError("/espace/activer/OA/jeton456/"))
    assert "secret123" not in sortie.getvalue()
    assert "jeton456" not in sortie.getvalue()
    assert "100 % sans argument" in sortie.getvalue()


def test_every_handler_of_the_portal_has_it():
    assert all("expurger" in sortie["filters"] for sortie in settings.LOGGING["handlers"].values())
