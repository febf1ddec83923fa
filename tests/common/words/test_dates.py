"""Days that the calendar makes tricky."""

from datetime import date

import pytest
from django import forms

from common.forms import Formulaire
from common.widgets import DateTroisChamps
from common.words.dates import age, decaler, dernier_du_mois, lundi_de, premier_du_mois


@pytest.mark.parametrize(
    ("jour", "annees", "attendu"),
    [
        (date(2028, 2, 29), -1, date(2027, 2, 28)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 11, 10), -1, date(2025, 11, 10)),
    ],
)
def test_the_same_day_of_another_year(jour, annees, attendu):
    assert decaler(jour, annees=annees) == attendu


def test_who_is_born_on_a_leap_day_grows_older_on_the_first_of_march():
    assert age(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age(date(2012, 2, 29), date(2026, 3, 1)) == 14


class Naissance(Formulaire):
    naissance = forms.DateField(label="Date de naissance", widget=DateTroisChamps)


@pytest.mark.parametrize("annee", ["9" * 20, "9" * 5000, "0", "-1", "deux mille", "20\u200b19x"])
def test_a_date_that_nobody_can_hold_gets_a_sentence(annee):
    form = Naissance({"naissance_0": "27", "naissance_1": "3", "naissance_2": annee})
    assert "Cette date n’existe pas" in form.errors["naissance"][0]
    assert annee[:20] in str(form), "nothing typed is lost"


def test_a_date_pasted_with_invisible_signs_is_read():
    form = Naissance({"naissance_0": "\u200e27", "naissance_1": " 3\u00a0", "naissance_2": "\u202a2019\u202c"})
    assert form.is_valid()
    assert form.cleaned_data["naissance"] == date(2019, 3, 27)


@pytest.mark.parametrize(
    ("jour", "lundi", "premier", "dernier"),
    [
        (date(2026, 11, 9), date(2026, 11, 9), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 31)),
        (date(2028, 2, 29), date(2028, 2, 28), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_the_week_and_the_month_of_a_day(jour, lundi, premier, dernier):
    assert (lundi_de(jour), premier_du_mois(jour), dernier_du_mois(jour)) == (lundi, premier, dernier)


def test_months_before_and_after_cross_the_years():
    assert premier_du_mois(date(2026, 11, 30), 2) == date(2027, 1, 1)
    assert premier_du_mois(date(2027, 1, 31), -1) == date(2026, 12, 1)
