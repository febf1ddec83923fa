"""The grids as visitors read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from factures.tarifs.enums import Borne
from factures.tarifs.models import Grille
from factures.tarifs.templatetags.tarifs import grilles_en_vigueur, tranche_en_clair

JOUR = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("de", "a", "comprise", "mots"),
    [
        (None, "500", True, "jusqu’à 500"),
        ("500", "1000", True, "de 500,01 à 1\u202f000"),
        ("1600", None, True, "plus de 1\u202f600"),
        (None, "500", False, "moins de 500"),
        ("500", "1000.50", False, "de 500 à 1\u202f000,49"),
        ("1600", None, False, "à partir de 1\u202f600"),
        (None, None, True, "quel que soit le quotient"),
    ],
)
def test_a_bracket_is_written_plainly(de, a, comprise, mots):
    bornes = [valeur and Decimal(valeur) for valeur in (de, a)]
    assert tranche_en_clair(*bornes, borne_haute_comprise=comprise) == mots


@pytest.mark.feature("F017")
def test_the_grid_shown_is_the_one_that_prices(donges):
    (grille,) = grilles_en_vigueur(JOUR)
    assert [(ligne.quotient, str(ligne.prix)) for ligne in grille.lignes] == [
        ("jusqu’à 500", "0.85"),
        ("de 500,01 à 1\u202f000", "1.00"),
        ("de 1\u202f000,01 à 1\u202f275", "2.60"),
        ("de 1\u202f275,01 à 1\u202f600", "3.65"),
        ("plus de 1\u202f600", "4.35"),
    ]
    assert (grille.prix_exceptionnel, grille.prix_le_plus_eleve) == (Decimal("5.10"), Decimal("4.35"))
    html = render_to_string("tarifs/_grille.html", {"grille": grille, "forloop": {"counter": 1}})
    assert "4,35\u202f€" in html
    assert "ne s’applique jamais aux repas réservés" in html


def test_only_the_grids_of_the_day_are_shown(donges):
    donges.grille.au = date(2026, 11, 9)
    donges.grille.save()
    assert grilles_en_vigueur(JOUR) == []
    assert len(grilles_en_vigueur(date(2026, 11, 9))) == 1
    assert grilles_en_vigueur(date(2024, 8, 31)) == []


def test_the_lower_bound_may_be_the_inclusive_one(donges):
    Grille.objects.update(borne=Borne.INFERIEURE)
    assert [ligne.quotient for ligne in grilles_en_vigueur(JOUR)[0].lignes][:2] == ["moins de 500", "de 500 à 999,99"]


def test_two_queries_whatever_their_number(donges, django_assert_num_queries):
    with django_assert_num_queries(2):
        grilles_en_vigueur(JOUR)
