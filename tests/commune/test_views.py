"""What the town shows of itself besides pages."""

import gzip
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.components.couleurs import feuille_de_style
from common.files.judge import ILLISIBLE
from common.files.judge.images import TROP_PETITE
from common.files.judge.rules import VIGNETTE
from commune.models import Reglages
from commune.templatetags.commune import feuille_du_portail
from espace_prive.comptes.enums import Role
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.html import texte, un

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


@pytest.fixture
def reglages(client, db):
    """Give a publisher's client and the address of the settings, with what their form posts."""
    connecter_agent(client, _agent(Role.PUBLICATEUR))
    adresse = f"/gestion/settings/commune/reglages/{Reglages.load().pk}/"
    donnees = {
        "nom": "Ville de Donges", "nom_du_portail": "Espace Famille", "couleur": "#1d5c86", "zone": "B",
        "conformite_accessibilite": "non conforme", "place_des_documents": "200", "paysage": "bourg",
        "offres_de": "08:00", "offres_a": "20:00", "offres_heures": "24", "heure_de_la_veille": "18:00",
        "bloc_espace": "Mon espace", "bloc_tableau": "Mon tableau de bord", "bloc_famille": "Ma famille",
        "bloc_membres": "Membres du foyer", "tuile_simulateur": "Calculer mon tarif",
    }  # fmt: skip
    return lambda **autres: client.post(adresse, donnees | autres)


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(reglages):
    mots = reglages(couleur="#ffd800").content.decode()
    assert "Cette couleur est trop claire" in mots
    assert Reglages.load().couleur != "#ffd800"
    proposee = un(mots, "button[name=couleur]")["value"]
    # The button is in the form: the browser sends what was typed, then what the button says.
    assert reglages(couleur=["#ffd800", proposee]).status_code == 302
    assert Reglages.load().couleur == proposee


def test_a_setting_is_seen_on_the_next_page(client, reglages):
    reglages(nom="Ville de Bassens", nom_du_portail="Mon espace famille", telephone="05 57 80 00 00")
    mots = ClientQuiLit().get("/espace/connexion/").content.decode()
    assert texte(un(mots, "title")).endswith(" – Mon espace famille – Ville de Bassens")
    assert '<span class="entete__titre">Mon espace famille</span>' in mots
    assert "Espace Famille" not in mots
    assert "Ville de Bassens" in mots
    assert "05 57 80 00 00" in mots


def image(genre="PNG", cote=200, **options):
    sortie = BytesIO()
    Image.new("RGB", (cote, cote), "navy").save(sortie, genre, **options)
    return sortie.getvalue()


def test_the_shield_is_kept_as_a_new_picture(reglages):
    exif = Image.Exif()
    exif[0x010E] = "prise par quelqu’un"
    contenu = image("JPEG", 1400, exif=exif) + b"<script>alert(1)</script>"
    assert reglages(blason=SimpleUploadedFile("a.jpg", contenu, "image/jpeg")).status_code == 302
    blason = Reglages.load().blason
    garde = blason.read()
    assert garde.startswith(b"\x89PNG")
    assert b"script" not in garde
    assert Image.open(BytesIO(garde)).size == (512, 512)
    assert blason.name.startswith("commune/")
    assert reglages().status_code == 302
    assert Reglages.load().blason == blason, "a form sent again without a file keeps it"
    reglages(**{"blason-clear": "on"})
    assert not Reglages.load().blason


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("nom", "contenu", "phrase"),
    [
        ("blason.svg", SVG, VIGNETTE.mauvais_genre),
        ("blason.png", SVG, ILLISIBLE),
        ("blason.gif", b"GIF89a<script>", VIGNETTE.mauvais_genre),
        ("blason.png", b"\x89PNG\r\n\x1a\n", ILLISIBLE),
        ("blason.jpg", image("JPEG")[:300], ILLISIBLE),
        ("petit.png", image(cote=20), TROP_PETITE.format(minimum=48)),
        ("lourd.png", image() + b"x" * VIGNETTE.poids, VIGNETTE.trop_lourd),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_is_kept(reglages, nom, contenu, phrase):
    reponse = reglages(blason=SimpleUploadedFile(nom, contenu, "image/png"), slogan="Écrit en même temps")
    mots = reponse.content.decode()
    assert phrase in mots
    assert "Écrit en même temps" in mots
    assert not Reglages.load().blason


def test_an_address_that_names_no_picture_whatever_its_shape_is_not_found(client, settings, tmp_path):
    """On real files: a name that no file may bear, a picture taken for a folder, a folder taken for a picture."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "dossier.png").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(b"image")
    assert client.get("/media/images/x.png").getvalue() == b"image"
    for nom in ("%00.png", f"{'a' * 300}.png", f"{'a/' * 3000}x.png", "x.png/y.png", "dossier.png", "rien.png",
                "é%FF.png", "%2e%2e/secret.png", "x.png%00", "x.png/"):  # fmt: skip
        assert client.get(f"/media/images/{nom}").status_code in {301, 404}, nom[:40]


def test_the_sheet_and_the_colours_are_one_answer(client, monkeypatch, tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/portail.5e2411c6633e.css").write_text("@layer tokens { :root { --a: 1; } }")
    collectes = FileSystemStorage(tmp_path)
    collectes.stored_name = lambda nom: nom.replace(".css", ".5e2411c6633e.css")
    monkeypatch.setattr("commune.views.staticfiles_storage", collectes)
    monkeypatch.setattr("commune.templatetags.commune.staticfiles_storage", collectes)
    adresse = feuille_du_portail(Reglages(couleur="#1d5c86"))
    claire, serree = client.get(adresse), client.get(adresse, headers={"Accept-Encoding": "gzip, br"})
    assert claire.content.decode() == f"@layer tokens {{ :root {{ --a: 1; }} }}\n{feuille_de_style('#1d5c86')}"
    assert gzip.decompress(serree.content) == claire.content
    assert serree["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in serree["Vary"]
    assert "immutable" in claire["Cache-Control"]
    assert client.get(adresse.replace("1d5c86", "rouge")).status_code == 404
    assert client.get(adresse.replace("5e24", "ffff")).status_code == 404
    assert feuille_du_portail(None) == ""


def test_sheets_read_where_they_are_written_stay_apart():
    assert feuille_du_portail(Reglages()) == ""
