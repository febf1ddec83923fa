"""What the town shows of itself besides pages."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from commune.models import Reglages
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent

pytestmark = pytest.mark.django_db


def test_robots_are_told_to_leave_the_private_area_alone(client):
    reponse = client.get("/robots.txt")
    assert reponse["Content-Type"].startswith("text/plain")
    assert "Disallow: /espace/" in reponse.content.decode()


def test_the_browser_s_own_favicon_request_is_answered(client):
    assert client.get("/favicon.ico")["Location"].endswith("icons/favicon.svg")


def test_a_picture_of_the_pages_is_served_for_long(client):
    nom = default_storage.save("images/essai.webp", ContentFile(b"RIFF"))
    reponse = client.get(f"/media/{nom}")
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/webp")
    assert "immutable" in reponse["Cache-Control"]


@pytest.mark.parametrize(
    "chemin",
    [
        "documents/guide.pdf",
        "original_images/essai.png",
        "images/../original_images/essai.png",
        "images/../../etc/passwd.png",
        "images/page.html",
        "images/dessin.svg",
        "images/absente.png",
        "images/",
    ],
)
def test_nothing_else_of_the_files_can_be_fetched(client, chemin):
    default_storage.save("original_images/essai.png", ContentFile(b"x"))
    default_storage.save("documents/guide.pdf", ContentFile(b"x"))
    default_storage.save("images/dessin.svg", ContentFile(b"x"))
    assert client.get(f"/media/{chemin}").status_code == 404


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(client, db):

    connecter_agent(client, _agent(Role.PUBLICATEUR))
    adresse = f"/gestion/settings/commune/reglages/{Reglages.load().pk}/"
    donnees = {"nom": "Ville de Donges", "couleur": "#ffd800", "zone": "B"}
    reponse = client.post(adresse, donnees)
    assert "Cette couleur est trop claire" in reponse.content.decode()
    assert Reglages.load().couleur != "#ffd800"
    assert client.post(adresse, donnees | {"couleur": "#7a5c00"}).status_code == 302
    assert Reglages.load().couleur == "#7a5c00"
