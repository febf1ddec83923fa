"""Donges' grid of 1 September 2024 to the cent, and what every grid must obey."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factures.tarifs.rules import Bareme, GrilleInvalide, tarifer

D = Decimal
TRANCHES = (
    (D("500"), D("0.85")), (D("1000"), D("1.00")), (D("1275"), D("2.60")), (D("1600"), D("3.65")), (None, D("4.35")),
)  # fmt: skip
DONGES = Bareme(TRANCHES)
QUOTIENTS = st.decimals(min_value=0, max_value=9_999_999, places=2)


@pytest.mark.parametrize(
    ("quotient", "prix"),
    [
        ("0", "0.85"), ("499.99", "0.85"), ("500", "0.85"), ("500.01", "1.00"), ("640", "1.00"), ("1000", "1.00"),
        ("1000.01", "2.60"), ("1275", "2.60"), ("1275.01", "3.65"), ("1600", "3.65"), ("1600.01", "4.35"),
        ("9999999.99", "4.35"),
    ],
)  # fmt: skip
def test_the_upper_bound_belongs_to_its_bracket(quotient, prix):
    assert tarifer(DONGES, D(quotient)).montant == D(prix)


def test_without_a_quotient_one_pays_the_highest_price_and_never_the_exceptional_one():
    prix = tarifer(DONGES, None)
    assert (prix.montant, prix.quotient) == (D("4.35"), None)


@pytest.mark.parametrize(
    ("quotient", "prix"), [("499.99", "0.85"), ("500", "1.00"), ("1000", "2.60"), ("1600", "4.35")]
)
def test_a_town_may_put_the_bound_in_the_next_bracket(quotient, prix):
    assert tarifer(Bareme(TRANCHES, borne_haute_comprise=False), D(quotient)).montant == D(prix)


@given(QUOTIENTS, QUOTIENTS)
def test_a_higher_quotient_never_pays_less(a, b):
    bas, haut = sorted((a, b))
    assert tarifer(DONGES, bas).montant <= tarifer(DONGES, haut).montant <= tarifer(DONGES, None).montant


@given(
    st.lists(QUOTIENTS, unique=True, max_size=8).map(sorted),
    st.lists(st.decimals(min_value=0, max_value=50, places=2), min_size=9, max_size=9),
    st.booleans(),
    QUOTIENTS,
)
def test_every_quotient_falls_in_exactly_the_bracket_that_the_price_names(bornes, montants, haute, quotient):
    tranches = tuple(zip([*bornes, None], montants, strict=False))
    prix = tarifer(Bareme(tranches, borne_haute_comprise=haute), quotient)
    assert (prix.a, prix.montant) in tranches
    de, a = prix.de, prix.a
    assert de is None or de < quotient or (de == quotient and not haute)
    assert a is None or quotient < a or (quotient == a and haute)


@pytest.mark.parametrize(
    "tranches",
    [
        (),
        ((D("500"), D("1")),),
        ((D("500"), D("1")), (D("500"), D("2")), (None, D("3"))),
        ((D("900"), D("1")), (D("500"), D("2")), (None, D("3"))),
        ((None, D("1")), (None, D("2"))),
        ((None, D("-1")),),
    ],
)
def test_a_grid_with_a_hole_an_overlap_or_a_negative_price_is_refused(tranches):
    with pytest.raises(GrilleInvalide):
        Bareme(tranches)
