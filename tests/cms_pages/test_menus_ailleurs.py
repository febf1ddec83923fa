"""The menus beside their page: the notice board's sheet, calendars, open data; the page at its fullest."""

import json
from datetime import date, datetime
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from cms_pages.enums import Allergene, LabelPlat
from cms_pages.models import BilanEgalim, Menu, MenusPage, ModificationMenu, Plat
from commune.models import Lieu
from tests.tools.html import arbre, texte

AJONCS = "restaurant-des-ajoncs"


@pytest.fixture
def semaine_pleine(site_public):
    """Fill the week of 4 January 2027: five days, six dishes each, all said of them, and changes."""
    origines = "Né, élevé et abattu en France (Loire-Atlantique et Vendée)"
    for jour in range(4, 9):
        Menu.objects.filter(date=date(2027, 1, jour)).delete()
        menu = Menu(date=date(2027, 1, jour), mention="Repas de la nouvelle année", vegetarien=True)
        menu.plats = [
            Plat(
                service=service, substitution=substitution, sort_order=rang, origine=origines if service == 2 else "",
                nom="Émincé de volaille fermière aux champignons de Paris et à la crème fraîche"[: 74 - 4 * rang],
                labels=[label.value for label in LabelPlat][rang : rang + 4] + ["porc"],
                allergenes=[a.value for a in Allergene][rang : rang + 6],
            )
            for rang, (service, substitution) in enumerate([(1, 0), (2, 0), (2, 1), (3, 0), (4, 0), (5, 0)])
        ]  # fmt: skip
        menu.save()
        ModificationMenu.objects.create(date=menu.date, phrase="« Filet de lieu noir » remplacé par « Colin »")
        ModificationMenu.objects.create(date=menu.date, phrase="« Pomme » remplacé par « Poire »")
    BilanEgalim.objects.update_or_create(
        annee=2026, defaults={"durables": 50, "bio": 20, "viandes": 60, "territoire": 10}
    )
    return "2027-01-04"


def elements(page):
    return len(page.find_all(True))


@pytest.mark.feature("F015")
def test_the_fullest_week_is_still_a_light_page(client, semaine_pleine):
    reponse = client.get(f"/menus/?semaine={semaine_pleine}&restaurant={AJONCS}")
    page = arbre(reponse)
    mots = texte(page.select_one("main"))
    assert mots.count("Repas végétarien") == 5
    assert mots.count("Contient du porc") == 30
    assert mots.count("À la place, sur demande") == 5
    assert mots.count("Modifié le") == 8
    assert "Part des achats de 2026" in mots
    assert "au moins 50" in mots
    assert "Origine de la viande : Né, élevé et abattu en France" in mots
    assert elements(page) <= 390, elements(page)


@pytest.mark.feature("F015")
def test_the_sheet_of_the_notice_board_holds_on_one_page(client, semaine_pleine):
    reponse = client.get(f"/menus.pdf?semaine={semaine_pleine}")
    assert reponse["Content-Type"] == "application/pdf"
    assert "max-age" in reponse["Cache-Control"]
    pages = PdfReader(BytesIO(reponse.content)).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    mots = " ".join(pages[0].extract_text().split())
    for attendu in (
        "Menus du lundi 4",
        "Allergènes",
        "fruits à coque",
        "substitution",
        "Repas végétarien",
        "1169/2011",
    ):
        assert attendu in mots
    assert "remplacé par" in mots


def test_an_ordinary_week_is_printed_large_and_a_week_without_menu_not_at_all(client, site_public):
    mots = " ".join(PdfReader(BytesIO(client.get("/menus.pdf").content)).pages[0].extract_text().split())
    assert "9 au vendredi 13 novembre 2026" in mots
    assert "Ville de Donges" in mots
    assert client.get("/menus.pdf?semaine=2027-06-14").status_code == 404
    assert client.get("/menus.pdf?restaurant=nulle-part").status_code == 404


@pytest.mark.feature("F015")
def test_a_telephone_subscribes_to_the_menus(client, site_public):
    reponse = client.get("/menus.ics")
    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    assert "public" in reponse["Cache-Control"]
    mots = reponse.content.decode().replace("\r\n ", "")
    assert mots.count("BEGIN:VEVENT") == mots.count("UID:menu-") == len(set(mots.split("UID:")[1:]))
    assert "DTSTART;VALUE=DATE:20261110" in mots
    jours = [ligne[-8:] for ligne in mots.split("\r\n") if ligne.startswith("DTSTART")]
    assert min(jours) >= "20261027"
    assert max(jours) <= "20270119"
    assert "allergènes\u00a0: " in mots
    assert "/menus/?semaine=2026-11-09" in mots


def test_a_restaurant_has_its_own_calendar_and_a_changed_menu_a_new_instant(client, site_public):
    lieu = Lieu.objects.get(code=AJONCS)
    menu = Menu(date=date(2026, 11, 10), restaurant=lieu, modifie_le=datetime.fromisoformat("2026-11-10T09:00+01:00"))
    menu.plats = [Plat(service=2, nom="Couscous de la fête")]
    menu.save()
    sien, commun = (client.get(f"/menus.ics{q}").content.decode() for q in (f"?restaurant={AJONCS}", ""))
    assert "Couscous de la fête" in sien.replace("\r\n ", "")
    assert "Couscous" not in commun
    assert f"UID:menu-20261110-{AJONCS}@" in sien.replace("\r\n ", "")
    assert "DTSTAMP:20261110T080000Z" in sien
    assert sien.count("BEGIN:VEVENT") == commun.count("BEGIN:VEVENT")
    assert client.get("/menus.ics?restaurant=nulle-part").status_code == 404


@pytest.mark.feature("F015")
def test_the_menus_are_open_data_within_bounds(client, site_public):
    reponse = client.get("/menus.json?du=2026-11-09&au=2026-11-13")
    donnees = json.loads(reponse.content)
    assert [menu["date"] for menu in donnees["menus"]] == ["2026-11-09", "2026-11-10", "2026-11-12", "2026-11-13"]
    plat = donnees["menus"][0]["plats"][0]
    assert set(plat) == {"service", "nom", "substitution", "labels", "allergenes", "origine_viandes"}
    assert "etalab" in donnees["licence"]
    assert "public" in reponse["Cache-Control"]
    tout = json.loads(client.get("/menus.json?du=2026-09-01&au=2099-12-31").content)
    assert tout["au"] == "2026-12-29"
    assert json.loads(client.get("/menus.json?du=demain&au=\0").content)["du"] == "2026-11-09"
    assert client.post("/menus.json").status_code == 405


def test_nothing_of_the_menus_is_public_without_their_page(client, site_public):
    MenusPage.objects.get().unpublish()
    for suffixe in ("ics", "json", "pdf"):
        assert client.get(f"/menus.{suffixe}").status_code == 404


def test_the_calendar_and_the_data_are_kept_for_everybody(settings, site_public):
    settings.PAGES_EN_COMMUN_SECONDES = 5
    for chemin in ("/menus.ics", "/menus.json"):
        premiere = Client().get(chemin)
        Menu.objects.filter(date="2026-11-10").update(mention="Changée")
        assert Client().get(chemin).content == premiere.content
        assert not premiere.cookies
