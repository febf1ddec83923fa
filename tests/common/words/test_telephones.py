"""Telephone numbers, whatever way they are typed."""

import pytest

from common.words.telephones import normaliser


@pytest.mark.parametrize(
    ("saisi", "ecrit"),
    [
        ("0639980001", "06 39 98 00 01"),
        ("+33 6 39 98 00 01", "06 39 98 00 01"),
        ("+33 (0)6 39 98 00 01", "06 39 98 00 01"),
        ("0033639980001", "06 39 98 00 01"),
        ("02.61.91.00.02", "02 61 91 00 02"),
        ("06‑39‑98‑00‑01", "06 39 98 00 01"),
        ("\u202a+33\u00a06 39 98 00 47\u202c", "06 39 98 00 47"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0049 170 1234567", "+491701234567"),
        ("+49 (0)170 1234567", "+491701234567"),
        ("+352 621 123 456", "+352621123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("063998", None),
        ("06 39 98 00 01 ou 02", None),
        ("douze", None),
        ("0800 ALLO", None),
        ("00 00 00 00 00", None),
        ("+", None),
        ("", None),
    ],
)
def test_a_telephone_number_is_read_as_people_type_it(saisi, ecrit):
    assert normaliser(saisi) == ecrit
    assert ecrit is None or normaliser(ecrit) == ecrit
