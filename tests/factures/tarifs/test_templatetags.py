"""The grids as visitors read them, of every form."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from common.words.typo import montant
from factures.tarifs.enums import BorneDeTranche
from factures.tarifs.models import Grille, Tranche
from factures.tarifs.rules import SituationDuFoyer, tarifer
from factures.tarifs.templatetags.tarifs import grilles_a_venir, grilles_en_vigueur
from reservations.activites.models import Formule
from tests.factories.commune import GRILLE_DONGES, grille_de
from tests.factures.tarifs import baremes
from tests.factures.tarifs.test_grilles import garder
from tests.tools.html import texte
from tests.tools.navigateur import deborde, navigateur

JOUR = date(2026, 11, 10)
D = Decimal


@pytest.mark.feature("F017", "F148")
def test_the_grid_shown_is_the_one_that_prices(donges):
    (grille,) = grilles_en_vigueur(JOUR)
    assert [(ligne.quotient, ligne.prix) for ligne in grille.lignes] == [
        ("jusqu’à 500", ["0,85\u202f€"]),
        ("de 500,01 à 1\u202f000", ["1,00\u202f€"]),
        ("de 1\u202f000,01 à 1\u202f275", ["2,60\u202f€"]),
        ("de 1\u202f275,01 à 1\u202f600", ["3,65\u202f€"]),
        ("au-delà de 1\u202f600", ["4,35\u202f€"]),
    ]
    html = render_to_string("tarifs/_grilles.html", {"grilles": [grille], "prefixe": "g"})
    assert "4,35\u202f€" in html
    assert "ne s’applique jamais aux repas réservés" in texte(html)
    assert texte(html).count("1er septembre 2024") == 1, "said once: the decision names it"
    assert html.count('data-titre="Quotient familial"') == 5, "a phone tells what each bracket is of"


def test_only_the_grids_of_the_day_are_shown_and_the_next_ones_apart(donges):
    donges.grille.au = date(2026, 11, 9)
    donges.grille.save()
    assert grilles_en_vigueur(JOUR) == []
    assert len(grilles_en_vigueur(date(2026, 11, 9))) == 1
    assert grilles_en_vigueur(date(2024, 8, 31)) == []
    for an in (2028, 2027):
        grille_de(donges.formule, [(None, "4.60")], du=date(an, 1, 1), au=date(an, 12, 31))
    (prochaine,) = grilles_a_venir(JOUR)
    assert (prochaine.du, prochaine.a_venir) == (date(2027, 1, 1), True)
    html = render_to_string("tarifs/_grilles.html", {"grilles": [prochaine], "prefixe": "g", "niveau": 3})
    assert "À partir du 1er\u00a0janvier 2027, jusqu’au 31\u00a0décembre 2027" in html


def test_what_is_sold_at_the_same_prices_is_shown_once(donges):
    """As the town prints it: one table for the morning and the evening; another price is another table."""
    soir = Formule.objects.create(activite=donges.cantine, code="soir", nom="Soir")
    grille_de(soir, [(q and D(q), p) for q, p in GRILLE_DONGES], nom="Soir", du=date(2024, 9, 1),
              deliberation=donges.grille.deliberation, prix_exceptionnel=D("5.10"))  # fmt: skip
    assert [g.formule for g in grilles_en_vigueur(JOUR)] == ["Repas ou soir"]
    Tranche.objects.filter(grille__formule=soir, jusqua=None).update(prix=D("4.36"))
    assert sorted(g.formule for g in grilles_en_vigueur(JOUR)) == ["Repas", "Soir"]


def test_the_lower_bound_may_be_the_inclusive_one(donges):
    Grille.objects.update(borne=BorneDeTranche.INFERIEURE)
    assert [ligne.quotient for ligne in grilles_en_vigueur(JOUR)[0].lignes][:2] == ["moins de 500", "de 500 à 999,99"]


LIGNES = """es => es.map(e => {
    const texte = document.createRange();
    texte.selectNodeContents(e);
    return new Set([...texte.getClientRects()].map(r => Math.round(r.top))).size;
})"""


@pytest.mark.feature("F017", "F148")
def test_a_grid_of_many_columns_keeps_its_words_whole(donges, tmp_path):
    """A bracket is one line, a heading of a table three at most (a phone has cards), and nothing sticks out."""
    grille = affichee(donges, baremes.WAVRIN)
    grilles = render_to_string("tarifs/_grilles.html", {"grilles": [grille], "prefixe": "g"})
    feuille = Path(finders.find("css/portail.css")).as_uri()
    fichier = tmp_path / "grille.html"
    fichier.write_text(
        f'<!doctype html><html lang="fr"><link rel="stylesheet" href="{feuille}"><main>{grilles}</main>'
    )
    with navigateur() as ouvert:
        for largeur in (320, 780, 1280):
            page = ouvert.new_page(viewport={"width": largeur, "height": 800})
            page.goto(fichier.as_uri())
            assert page.evaluate("getComputedStyle(document.body).overflowWrap") == "break-word", "the style is there"
            assert deborde(page) == [], largeur
            assert set(page.locator("tbody th").evaluate_all(LIGNES)) == {1}, largeur
            assert largeur == 320 or max(page.locator("thead th").evaluate_all(LIGNES)) <= 3, largeur


def test_two_queries_whatever_their_number(donges, django_assert_num_queries):
    with django_assert_num_queries(2):
        grilles_en_vigueur(JOUR)


def affichee(donges, bareme, **champs):
    Grille.objects.all().delete()
    garder(donges.formule, bareme, du=date(2026, 1, 1), **champs)
    return grilles_en_vigueur(JOUR)[0]


@pytest.mark.feature("F148")
@pytest.mark.parametrize(
    ("bareme", "colonnes", "ligne", "regle"),
    [
        (baremes.BOURGES, ["Prix"], ("de 615,01 à 765", ["de 5,88\u202f€ à 7,99\u202f€"]), "monte peu à peu"),
        (baremes.BOURGES, ["Prix"], ("jusqu’à 615", ["5,88\u202f€"]), "Hors commune : 31,52\u202f€"),
        (baremes.RONCQ_REPAS, ["Prix"], ("de 400 à 639,99", ["1,75\u202f€"]), "Hors commune : 6,50\u202f€"),
        (
            baremes.WAVRIN,
            ["1er enfant", "2e enfant", "3e enfant", "4e enfant et suivants", "Hors commune"],
            ("jusqu’à 308", ["3,77\u202f€", "3,42\u202f€", "3,10\u202f€", "2,82\u202f€", "12,00\u202f€"]),
            "l’aîné est le premier",
        ),
        (
            baremes.DONGES_DEMI_JOURNEE, ["Prix"], ("quotient 900", ["3,78\u202f€"]),
            "Prix : au moins 1,33\u202f€, au plus 5,35\u202f€.",
        ),
        (
            baremes.DONGES_JOURNEE, ["Prix"], ("quotient 900", ["11,51\u202f€"]),
            "2 fois 0,42\u202f% du quotient familial, plus 3,95",
        ),
        (baremes.DONGES_JOURNEE, ["Prix"], ("quotient 300", ["6,61\u202f€"]), "Hors commune : 20\u202f% de plus."),
        (
            baremes.CRECHE,
            ["1\u00a0enfant", "2\u00a0enfants", "3\u00a0enfants", "4\u00a0enfants et plus"],
            ("3\u202f000\u202f€ par mois", ["1,86\u202f€", "1,55\u202f€", "1,24\u202f€", "0,93\u202f€"]),
            "Ressources retenues par mois : au moins 814,62",
        ),
        (
            baremes.par_tranches((None, "3.00"), fratrie="rang", reductions=(D(0), D(50))),
            ["Prix"], ("Quel que soit le quotient", ["3,00\u202f€"]), "2e enfant\u00a0: 50\u202f% de moins",
        ),
    ],
)  # fmt: skip
def test_every_form_is_a_table_and_sentences(donges, bareme, colonnes, ligne, regle):
    grille = affichee(donges, bareme)
    assert grille.colonnes == colonnes
    assert ligne in [(li.quotient, li.prix) for li in grille.lignes]
    assert regle in " ".join(grille.regles)
    render_to_string("tarifs/_grilles.html", {"grilles": [grille], "prefixe": "g"})


def test_a_grid_says_how_it_rounds_when_it_is_not_as_usual(donges):
    bareme = replace(baremes.FAY, arrondi="inferieur")
    grille = affichee(donges, bareme, arrondi="inferieur")
    assert "Le prix est arrondi au centime inférieur." in grille.regles


def test_the_examples_of_a_rate_are_what_it_bills(donges):
    grille = affichee(donges, baremes.FAY)
    for ligne in grille.lignes:
        quotient = D(ligne.quotient.removeprefix("quotient ").replace("\u202f", ""))
        assert ligne.prix == [montant(tarifer(baremes.FAY, SituationDuFoyer(quotient)).montant)]


def test_a_single_price_needs_no_table(donges):
    grille = affichee(donges, baremes.par_tranches((None, "0.60")), unite="gouter")
    html = render_to_string("tarifs/_grilles.html", {"grilles": [grille], "prefixe": "g"})
    assert grille.prix_unique == "0,60\u202f€"
    assert "Prix par goûter, quel que soit le quotient." in texte(html)
    assert "<table" not in html
