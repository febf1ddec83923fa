"""Dishes as values: what is read from words, what changed, what the law asks to say."""

from datetime import date

import pytest

from cms_pages.menus.plats import ALLERGENES, LABELS, MenuSaisi, PlatSaisi, origine_attendue, phrases_de_changement
from cms_pages.rules import semaines_incompletes
from commune.calendrier import Calendrier


def menu(*plats, **autres):
    return MenuSaisi(date=date(2026, 11, 12), plats=plats, **autres)


def plat(nom, service=2, **autres):
    return PlatSaisi(service=service, nom=nom, **autres)


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Lait, gluten", ["gluten", "lait"]),
        ("ŒUFS ; fruits à coque", ["oeufs", "fruits-a-coque"]),
        ("blé/lactose", ["gluten", "lait"]),
        ("", []),
        (" , ", []),
    ],
)
def test_allergens_are_read_as_people_write_them(texte, attendus):
    assert ALLERGENES.lire(texte) == (attendus, [])


def test_all_fourteen_allergens_and_all_labels_are_read_by_their_own_names():
    for vocabulaire, combien in ((ALLERGENES, 14), (LABELS, 14)):
        for choix in vocabulaire.choix:
            assert vocabulaire.lire(choix.label) == ([choix.value], []), choix
            assert vocabulaire.lire(choix.value) == ([choix.value], []), choix
        assert len(vocabulaire.choix) == combien


def test_an_unknown_word_is_named_with_the_nearest_known_one():
    trouves, (phrase, autre) = ALLERGENES.lire("glutene, lait, kryptonite")
    assert trouves == ["lait"]
    assert phrase == "« glutene » est inconnu (allergène). Vouliez-vous dire « gluten » ?"
    assert autre.startswith("« kryptonite » est inconnu (allergène). Choisissez parmi : gluten, crustacés")


@pytest.mark.feature("F015")
def test_a_change_is_told_dish_by_dish():
    avant = menu(plat("Lieu noir", allergenes=("poissons",)), plat("Riz", 3), plat("Pomme", 5), vegetarien=True)
    apres = menu(
        plat("Colin"), plat("Riz", 3, allergenes=("lait",), labels=("bio",)), plat("Poire", 5), plat("Kiwi", 5)
    )
    assert phrases_de_changement(avant, apres) == [
        "« Lieu noir » remplacé par « Colin »",
        "« Riz », allergènes ajoutés : lait",
        "« Riz », mentions ajoutées : Bio",
        "« Pomme » remplacé par « Poire »",
        "« Kiwi » ajouté",
        "le repas n’est plus végétarien",
    ]
    assert phrases_de_changement(apres, avant)[1] == "« Riz », allergènes retirés : lait"


def test_spelling_is_no_change_and_an_origin_is_one():
    avant = menu(plat("Sauté de bœuf", origine="France"))
    assert phrases_de_changement(avant, menu(plat("saute de  Boeuf", origine="france"))) == []
    assert phrases_de_changement(avant, menu(plat("Sauté de bœuf", origine="Irlande"))) == [
        "« Sauté de bœuf », origine des viandes : Irlande au lieu de France"
    ]


@pytest.mark.parametrize(
    ("nom", "autres", "attendue"),
    [
        ("Bœuf bourguignon", {}, True),
        ("Sauté de dinde", {}, True),
        ("Sauté de dinde", {"origine": "France"}, False),
        ("Saucisse de soja", {"labels": ("vegetarien",)}, False),
        ("Quiche", {"labels": ("porc",)}, True),
        ("Filet de lieu noir", {}, False),
        ("Porcelet", {}, False),
    ],
)
def test_the_origin_of_a_meat_is_asked_for(nom, autres, attendue):
    assert origine_attendue(plat(nom, **autres)) is attendue


def test_the_next_school_weeks_without_menu_jump_over_holidays():
    ecole = Calendrier(
        feries=frozenset({date(2026, 11, 11)}), annees=((date(2026, 9, 1), date(2027, 7, 3)),),
        vacances=((date(2026, 12, 19), date(2027, 1, 3), "Noël"),),
    )  # fmt: skip
    servis = {date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 17), date(2026, 12, 18)}
    incompletes = semaines_incompletes(servis, date(2026, 12, 11), ecole)
    assert [lundi for lundi, _ in incompletes] == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 1, 11)]
    assert incompletes[0][1] == [date(2026, 12, 11)]
    assert len(incompletes[1][1]) == 4
    assert semaines_incompletes(set(), date(2027, 7, 10), ecole) == []
