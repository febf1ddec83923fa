"""What an address carries is read without an exception."""

from datetime import date

import pytest

from common.words.saisie import lire_entier, lire_jour, lire_mois, lire_texte, premier_du

DEFAUT = date(2026, 11, 10)
ABSURDES = [None, "", "9999-12-31", "0001-01-01", "1999-12-31", "2101-01-01", "2026-02-30", "20261109", "2026-W45-1",
            "demain", "\0", "٢٠٢٦-١١-٠٩", "2026-11-09T10:00", "9" * 5000, 3, ["2026-11-09"]]  # fmt: skip


@pytest.mark.parametrize("brut", ABSURDES)
def test_what_is_no_day_of_ours_gives_the_default(brut):
    assert lire_jour(brut, defaut=DEFAUT) == DEFAUT
    assert lire_mois(brut, defaut=DEFAUT) == DEFAUT
    assert lire_jour(brut) is None


def test_days_and_months_are_read():
    assert lire_jour("2026-11-09") == date(2026, 11, 9)
    assert lire_mois("2026-11") == date(2026, 11, 1)
    assert (lire_jour("2000-01-01"), lire_jour("2100-12-31")) == (date(2000, 1, 1), date(2100, 12, 31))
    assert premier_du(2026, 11) == date(2026, 11, 1)


@pytest.mark.parametrize(("annee", "mois"), [(0, 1), (2026, 13), (9999, 12), (10**30, 1), (2026, 10**30)])
def test_a_month_that_does_not_exist(annee, mois):
    assert premier_du(annee, mois) is None


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [(None, ""), ("  Le   Goff ", "Le Goff"), ("a\0b", "a b"), ("\0", ""), ("é" * 500, "é" * 100),
     ("a\nb\tc", "a b c"),
     ("\ud800x", "x")],
)  # fmt: skip
def test_texts_are_one_clean_line(brut, attendu):
    assert lire_texte(brut) == attendu


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [("12", 12), (None, 0), ("", 0), ("-1", 0), ("1.5", 0), ("٣", 0), ("9" * 19, 0), ("9" * 5000, 0)],
)
def test_whole_numbers(brut, attendu):
    assert lire_entier(brut) == attendu
