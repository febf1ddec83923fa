from decimal import Decimal

import pytest

from factures.tarifs.phrases import expliquer, tranche
from factures.tarifs.rules import tarifer
from tests.factures.tarifs.test_rules import DONGES

D = Decimal


@pytest.mark.parametrize(
    ("quotient", "phrase"),
    [
        ("640", "Quotient familial 640\u00a0: tranche de 500,01 à 1\u202f000"),
        ("500", "Quotient familial 500\u00a0: tranche jusqu’à 500"),
        ("1600.01", "Quotient familial 1\u202f600,01\u00a0: tranche au-delà de 1\u202f600"),
        (None, "Aucun quotient connu\u00a0: tarif le plus élevé"),
    ],
)
def test_the_sentence_says_quotient_and_bracket(quotient, phrase):
    assert expliquer(tarifer(DONGES, quotient and D(quotient))) == phrase


def test_a_bracket_whose_lower_bound_is_included_reads_so():
    assert tranche(D("500"), D("1000"), borne_haute_comprise=False) == "de 500 à 999,99"
    assert tranche(None, D("500"), borne_haute_comprise=False) == "moins de 500"
    assert tranche(D("1600"), None, borne_haute_comprise=False) == "à partir de 1\u202f600"
    assert tranche(None, None) == "unique"
