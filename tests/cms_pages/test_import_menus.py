"""A spreadsheet of menus: what is read, each wrong cell named, what is refused before it is opened."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from cms_pages.menus import tableur
from cms_pages.menus.imports import lire_menus
from common.errors import Refus

RESTAURANTS = {"Restaurant des Ajoncs": "restaurant-des-ajoncs"}
JOUR = datetime.fromisoformat("2026-11-16")
TITRES = ["Date", "Service", "Plat", "Allergènes"]


def lire(*lignes, titres=TITRES):
    return lire_menus([titres, *lignes], restaurants=RESTAURANTS)


def phrases(*lignes, titres=TITRES):
    menus, anomalies = lire(*lignes, titres=titres)
    assert menus == []
    return [str(anomalie).replace("\u00a0", " ").replace("\u202f", " ") for anomalie in anomalies]


def fichier(contenu, nom="menus.csv"):
    return SimpleUploadedFile(nom, contenu)


def classeur(*lignes):
    document, tampon = Workbook(), io.BytesIO()
    for ligne in lignes:
        document.active.append(ligne)
    document.save(tampon)
    return tampon.getvalue()


def refus(contenu):
    with pytest.raises(Refus) as capture:
        tableur.lire_tableau(fichier(contenu))
    return capture.value


@pytest.mark.feature("F015")
def test_lines_make_menus_whatever_the_order_of_columns_and_the_way_to_write():
    menus, anomalies = lire(
        ["oui", "Pomme", "DESSERT", "16/11/26", "", "", "bio; local", ""],
        ["", "Gratin", "plat", JOUR, "lait, Œufs", "", "", ""],
        ["", "Omelette", "Plat", "2026-11-16", "", "", "", "X"],
        ["", "", "", "", "", "", "", ""],
        ["", "Soupe", "Entrée", "17-11-2026", "aucun", "restaurant des ajoncs", "", "non"],
        titres=["Végétarien", "libellé", "service", "Jour", "Allergènes", "Restaurant", "labels", "Substitution"],
    )
    assert anomalies == []
    premier, second = menus
    assert (premier.menu.date, premier.restaurant, premier.menu.vegetarien) == (date(2026, 11, 16), "", True)
    assert [(p.nom, p.service, p.substitution) for p in premier.menu.plats] == [
        ("Gratin", 2, False), ("Omelette", 2, True), ("Pomme", 5, False),
    ]  # fmt: skip
    assert premier.menu.plats[0].allergenes == ("oeufs", "lait")
    assert premier.menu.plats[2].labels == ("bio", "local")
    assert (second.restaurant, second.menu.plats[0].nom) == ("restaurant-des-ajoncs", "Soupe")


@pytest.mark.feature("F015")
def test_each_wrong_cell_is_named():
    assert phrases(
        ["31/02/2026", "Plat", "Gratin", ""],
        ["16/11/2026", "Goûter", "Pain", ""],
        ["16/11/2026", "Plat", "", ""],
        ["16/11/2026", "Plat", "Riz", "glutene"],
        ["16/11/1926", "Plat", "x" * 121, ""],
        ["16/11/2026", "Plat", "=A1", ""],
        ["", "", "Riz", ""],
    ) == [
        "Ligne 2, colonne Date : « 31/02/2026 » n’est pas une date. Écrivez par exemple 16/11/2026.",
        "Ligne 3, colonne Service : « Goûter » est inconnu (service). Choisissez parmi : Entrée, Plat, Accompagnement,"
        " Fromage ou laitage, Dessert.",
        "Ligne 4, colonne Plat : Écrivez le nom du plat.",
        "Ligne 5, colonne Allergènes : « glutene » est inconnu (allergène). Vouliez-vous dire « gluten » ?",
        "Ligne 6, colonne Date : Le 16 novembre 1926 est bien loin : vérifiez l’année.",
        "Ligne 6, colonne Plat : ce texte a 121 signes : 120 au plus.",
        "Ligne 7, colonne Plat : cette case contient une formule : remplacez-la par son résultat.",
        "Ligne 8, colonne Date : Écrivez le jour du menu, par exemple 16/11/2026.",
        "Ligne 8, colonne Service : Écrivez le service du repas, un seul par ligne : Entrée, Plat, Accompagnement,"
        " Fromage ou laitage, Dessert.",
    ]  # fmt: skip


def test_a_dish_twice_the_same_day_and_an_unknown_restaurant_are_refused():
    deux = ["16/11/2026", "Plat", "Gratin", ""], ["2026-11-16", "plat", "GRATIN", "lait"]
    assert phrases(*deux) == ["Ligne 3, colonne Plat : « GRATIN » est déjà à la ligne 2 pour ce jour."]
    (phrase,) = phrases(["16/11/2026", "Plat", "Riz", "", "Tour Eiffel"], titres=[*TITRES, "Restaurant"])
    assert phrase.startswith("Ligne 2, colonne Restaurant : « Tour Eiffel » n’est pas un restaurant de la commune.")
    assert "Restaurant des Ajoncs" in phrase
    (phrase,) = phrases(["16/11/2026", "Plat", "Riz", "", "peut-être"], titres=[*TITRES, "Végétarien"])
    assert phrase == "Ligne 2, colonne Végétarien : « peut-être » : écrivez oui ou non."


def test_wrong_columns_say_which():
    assert phrases(["x"], titres=["Date", "Prix", "Plat", "Plat"]) == [
        "Ligne 1, colonne « Prix » : cette colonne est inconnue. Les colonnes : Date, Restaurant, Service, Plat,"
        " Allergènes, Labels, Origine, Substitution, Végétarien, Mention.",
        "Ligne 1, colonne Plat : cette colonne est là deux fois.",
        "Ligne 1 : il manque les colonnes Service, Allergènes. Partez du modèle à télécharger.",
    ]
    assert phrases() == ["Le fichier n’a que ses titres : ajoutez une ligne par plat."]
    assert [str(a) for a in lire_menus([], restaurants={})[1]] == ["Le fichier est vide."]


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_with_its_accents(separateur, code):
    texte = f"Date{separateur}Plat\r\n16/11/2026{separateur}« Bœuf à l’échalote »\r\n\r\n"
    assert tableur.lire_tableau(fichier(texte.encode(code))) == [
        ["Date", "Plat"], ["16/11/2026", "« Bœuf à l’échalote »"],
    ]  # fmt: skip


def test_a_workbook_is_read_and_its_formulas_are_not_evaluated():
    contenu = classeur(["Date", "Plat"], [JOUR, "=1+1"], [None, None])
    lignes = tableur.lire_tableau(fichier(contenu, "menus.xlsx"))
    assert lignes == [["Date", "Plat"], [JOUR.isoformat(), "=1+1"]]


def test_the_templates_are_read_back_without_a_wrong_cell():
    from cms_pages.menus.agents.views import MODELE
    from cms_pages.menus.imports import COLONNES

    for contenu in (
        tableur.ecrire_csv([list(COLONNES), *MODELE]),
        tableur.ecrire_xlsx([list(COLONNES), *MODELE], titre="Menus"),
    ):
        menus, anomalies = lire_menus(tableur.lire_tableau(fichier(contenu)), restaurants=RESTAURANTS)
        assert anomalies == []
        assert len(menus[0].menu.plats) == len(MODELE)


def _archive(**entrees):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in entrees.items():
            archive.writestr(nom.replace("__", "/"), contenu)
    return tampon.getvalue()


def _mentir(contenu, vraie, annoncee):
    """Announce another size for the biggest entry, in the archive's directory and before its data."""
    return contenu.replace(vraie.to_bytes(4, "little"), annoncee.to_bytes(4, "little"))


def test_what_is_no_table_or_too_big_is_refused_in_a_sentence():
    assert "1 Mo au plus" in refus(b"x" * 1_000_001).phrase
    assert "mot de passe" in refus(b"\xd0\xcf\x11\xe0" + b"\0" * 100).phrase
    assert "pas un tableau" in refus(b"\x89PNG\r\n\x00\x00").phrase
    assert "pas un tableau" in refus(b"PK\x03\x04 n'importe quoi").phrase
    assert "pas un tableau" in refus(_archive(mimetype="application/vnd.oasis")).phrase
    assert "pas un tableau" in refus(b"%PDF-1.4\n1 0 obj\nendobj").phrase
    assert "pas un tableau" in refus(b"Menus du mois de janvier\nLundi : lasagnes").phrase
    assert "1500 lignes" in refus(b"Date;Plat\n" + b"x;y\n" * 1500).phrase
    assert "guillemet" in refus(b'Date;Plat\n"16/11;Riz\n').phrase
    assert "1500 lignes" in refus(classeur(*[["x"]] * 1501)).phrase
    abime = bytearray(classeur(["Date"]))
    abime[len(abime) // 2] ^= 0xFF
    with pytest.raises(Refus):
        tableur.lire_tableau(fichier(bytes(abime)))


def test_a_bomb_is_refused_before_it_is_read():
    lourd = b"0" * 50_000_000
    bombe = _archive(**{"xl__workbook.xml": "<a/>", "xl__worksheets__sheet1.xml": lourd})
    assert len(bombe) < 100_000
    assert refus(bombe).code == "bombe"
    assert refus(_archive(**{f"f{rang}": "x" for rang in range(101)})).code == "bombe"
    menteur = _mentir(bombe, len(lourd), 1000)
    assert refus(menteur).code == "illisible"


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_workbook_that_defines_entities_is_refused(code):
    rire = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    bon = zipfile.ZipFile(io.BytesIO(classeur(["Date"])))
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom in bon.namelist():
            archive.writestr(nom, rire.encode(code) if nom.endswith("sheet1.xml") else bon.read(nom))
    assert refus(tampon.getvalue()).code == "illisible"
