"""Weeks of menus."""

from datetime import date
from types import SimpleNamespace

import pytest

from cms_pages.rules import jours_de_menu, lire_semaine, semaine_a_montrer
from common.words.dates import lundi_de
from commune.calendrier import Calendrier

LUNDI = date(2026, 11, 9)
FERIE = Calendrier(feries=frozenset({date(2026, 11, 11)}), vacances=((date(2026, 12, 19), date(2027, 1, 3), "Noël"),))


@pytest.mark.parametrize(("jour", "lundi"), [(9, 9), (13, 9), (14, 16), (15, 16), (16, 16)])
def test_the_week_end_shows_the_next_week(jour, lundi):
    assert semaine_a_montrer(date(2026, 11, jour)) == date(2026, 11, lundi)


@pytest.mark.parametrize("brut", ["", "zut", "2026-13-45", None, "2026-W99-1", "0000-00-00", "<script>"])
def test_a_week_that_cannot_be_read_is_this_one(brut):
    assert lire_semaine(brut, defaut=LUNDI) == LUNDI


def test_any_day_names_its_week():
    assert lire_semaine("2026-11-13", defaut=date(2020, 1, 6)) == LUNDI
    assert lundi_de(LUNDI) == LUNDI


def test_days_without_menu_say_why():
    semaine = jours_de_menu([], date(2026, 12, 21), FERIE, aujourdhui=LUNDI)
    assert [jour.date.day for jour in semaine.jours] == [21, 22, 24, 25]
    assert {jour.motif for jour in semaine.jours} == {"Noël"}
    assert semaine.vide


def test_a_wednesday_shows_when_something_is_served_and_the_first_menu_of_a_day_wins():
    menus = [SimpleNamespace(date=date(2026, 11, 11), nom=nom) for nom in ("le sien", "le commun")]
    semaine = jours_de_menu(menus, LUNDI, FERIE, aujourdhui=date(2026, 11, 11))
    mercredi = semaine.jours[2]
    assert (mercredi.menu.nom, mercredi.motif, mercredi.aujourdhui) == ("le sien", "Jour férié", True)
    assert not semaine.vide


@pytest.mark.parametrize(("lundi", "attendu"), [(date(2026, 11, 9), False), (date(2026, 11, 30), True)])
def test_a_week_over_two_months_says_both(lundi, attendu):
    assert jours_de_menu([], lundi, FERIE, aujourdhui=LUNDI).sur_deux_mois is attendu
