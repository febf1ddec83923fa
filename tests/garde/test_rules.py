"""Whose day it is: tables of cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espace_prive.garde.rules import (
    APRES_MIDI,
    EXCLUSIVE,
    IMPAIRES,
    JOURS,
    MATIN,
    MOITIES,
    PAIRES,
    SEMAINES,
    WEEK_ENDS,
    Borne,
    Rythme,
    Sejour,
    chez_qui,
    enlever,
    foyer_ordinaire,
    generer,
    poser,
    prochain_changement,
    suites,
)

ELLE, LUI = 1, 2
TOUSSAINT, NOEL = (date(2026, 10, 17), date(2026, 11, 1)), (date(2026, 12, 19), date(2027, 1, 3))


def semaines(**champs):
    return Rythme(forme=SEMAINES, foyers=(ELLE, LUI), **champs)


def chez(rythme, jour, demi=MATIN):
    return foyer_ordinaire(rythme, Borne(date.fromisoformat(jour), demi))


@pytest.mark.parametrize(
    ("jour", "demi", "chez_qui"),
    [
        # Week 46 (9 to 15 November 2026) is even: its school days are at her place, until Friday's school ends.
        ("2026-11-09", MATIN, ELLE),
        ("2026-11-12", APRES_MIDI, ELLE),
        ("2026-11-13", MATIN, ELLE),
        ("2026-11-13", APRES_MIDI, LUI),
        ("2026-11-15", APRES_MIDI, LUI),
        ("2026-11-20", MATIN, LUI),
        ("2026-11-20", APRES_MIDI, ELLE),
        # Even weeks began on the Friday before.
        ("2026-11-06", MATIN, LUI),
        ("2026-11-06", APRES_MIDI, ELLE),
    ],
)
def test_weeks_change_on_friday_after_school(jour, demi, chez_qui):
    assert chez(semaines(parite=PAIRES), jour, demi) == chez_qui
    assert chez(semaines(parite=IMPAIRES), jour, demi) != chez_qui
    assert chez(semaines(repere=date(2026, 11, 11)), jour, demi) == chez_qui


@pytest.mark.parametrize(
    ("change", "jour", "demi", "chez_qui"),
    [
        ((0, MATIN), "2026-11-09", MATIN, ELLE),
        ((0, MATIN), "2026-11-15", APRES_MIDI, ELLE),
        ((0, MATIN), "2026-11-16", MATIN, LUI),
        ((6, APRES_MIDI), "2026-11-15", MATIN, ELLE),
        ((6, APRES_MIDI), "2026-11-15", APRES_MIDI, LUI),
        # In the middle of Wednesday.
        ((2, APRES_MIDI), "2026-11-11", MATIN, LUI),
        ((2, APRES_MIDI), "2026-11-11", APRES_MIDI, ELLE),
        ((2, APRES_MIDI), "2026-11-18", MATIN, ELLE),
        ((2, APRES_MIDI), "2026-11-18", APRES_MIDI, LUI),
    ],
)
def test_weeks_change_when_the_homes_say(change, jour, demi, chez_qui):
    assert chez(semaines(parite=PAIRES, change=change), jour, demi) == chez_qui


@pytest.mark.parametrize("an", [2026, 2032])
def test_a_year_of_53_weeks_breaks_the_numbers_and_not_the_landmark(an):
    """Weeks 53 and 1 are both odd: by numbers two weeks in a row are at the same place; by a landmark none."""
    lundi = date.fromisocalendar(an, 53, 1)
    assert (lundi + timedelta(days=7)).isocalendar().week == 1
    du, au = Borne(lundi - timedelta(days=28)), lundi + timedelta(days=34)
    par_numeros = generer(semaines(parite=PAIRES, change=(0, MATIN)), du=du, au=au)
    par_repere = generer(semaines(repere=lundi, change=(0, MATIN)), du=du, au=au)
    assert [(s.du.jour, s.au.jour, s.foyer) for s in suites(par_numeros)] == [(lundi, lundi + timedelta(days=13), LUI)]
    assert suites(par_repere) == []
    assert {(s.au.rang - s.du.rang + 1) for s in par_repere} == {14}


def test_the_week_of_28_december_2026_is_at_the_odd_home_and_the_next_one_too():
    rythme = semaines(parite=PAIRES)
    assert [chez(rythme, j) for j in ("2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11")] == [
        ELLE, LUI, LUI, ELLE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("jour", "demi", "chez_qui"),
    [
        ("2026-11-13", MATIN, ELLE),
        ("2026-11-13", APRES_MIDI, LUI),
        ("2026-11-15", APRES_MIDI, LUI),
        ("2026-11-16", MATIN, ELLE),
        ("2026-11-21", MATIN, ELLE),
    ],
)
def test_one_week_end_in_two(jour, demi, chez_qui):
    assert chez(Rythme(forme=WEEK_ENDS, foyers=(ELLE, LUI), parite=PAIRES), jour, demi) == chez_qui


def test_by_days_of_one_week_changing_in_the_middle_of_wednesday():
    rythme = Rythme(forme=JOURS, foyers=(ELLE, LUI), grille="aaaaabbbbbaaaa")
    assert chez(rythme, "2026-11-11", MATIN) == ELLE
    assert chez(rythme, "2026-11-11", APRES_MIDI) == LUI
    assert chez(rythme, "2026-11-13", APRES_MIDI) == LUI
    assert chez(rythme, "2026-11-14") == ELLE
    assert chez(rythme, "2026-11-18", APRES_MIDI) == LUI


def test_by_days_of_two_weeks_the_5_2_2_5():
    rythme = Rythme(
        forme=JOURS, foyers=(ELLE, LUI), grille="aaaabbbb" + "aaaaaa" + "aaaabbbb" + "bbbbbb", repere=date(2026, 11, 9)
    )
    assert [chez(rythme, j) for j in ("2026-11-09", "2026-11-11", "2026-11-14", "2026-11-21", "2026-11-28")] == [
        ELLE, LUI, ELLE, LUI, ELLE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("jour", "demi", "chez_qui"),
    [
        # Toussaint 2026, an even year: the first half is hers, from Friday after school; 8 whole days each.
        ("2026-10-16", APRES_MIDI, ELLE),
        ("2026-10-24", APRES_MIDI, ELLE),
        ("2026-10-25", MATIN, LUI),
        ("2026-11-01", APRES_MIDI, LUI),
        # Christmas begins in 2026: even to its end, in 2027.
        ("2026-12-26", APRES_MIDI, ELLE),
        ("2026-12-27", MATIN, LUI),
        ("2027-01-03", APRES_MIDI, LUI),
        # Winter 2027, odd: his half comes first.
        ("2027-02-19", APRES_MIDI, LUI),
        ("2027-02-28", MATIN, ELLE),
    ],
)
def test_holidays_by_halves_in_even_and_odd_years(jour, demi, chez_qui):
    rythme = semaines(parite=PAIRES, vacances=MOITIES, moitie_paire=0)
    conges = [TOUSSAINT, NOEL, (date(2027, 2, 20), date(2027, 3, 7))]
    borne = Borne(date.fromisoformat(jour), demi)
    sejours = generer(rythme, du=Borne(date(2026, 9, 1)), au=date(2027, 7, 2), vacances=conges)
    autres = generer(
        semaines(parite=PAIRES, vacances=MOITIES, moitie_paire=1),
        du=Borne(date(2026, 9, 1)), au=date(2027, 7, 2), vacances=conges,
    )  # fmt: skip
    assert _qui(sejours, borne) == chez_qui
    assert _qui(autres, borne) != chez_qui


def _qui(sejours, borne):
    return chez_qui(sejours, borne)


def test_an_exclusive_custody_is_one_stay():
    rythme = Rythme(forme=EXCLUSIVE, foyers=(ELLE, ELLE), vacances=MOITIES)
    sejours = generer(rythme, du=Borne(date(2026, 9, 1)), au=date(2027, 8, 31), vacances=[TOUSSAINT, NOEL])
    assert sejours == [Sejour(ELLE, Borne(date(2026, 9, 1)), Borne(date(2027, 8, 31), APRES_MIDI))]


def test_what_was_typed_stays_when_the_rhythm_is_generated_again():
    typee = Sejour(LUI, Borne(date(2026, 11, 10)), Borne(date(2026, 11, 11), MATIN), main=True, motif="Voyage")
    sejours = generer(semaines(parite=PAIRES), du=Borne(date(2026, 11, 9)), au=date(2026, 11, 22), mains=[typee])
    assert typee in sejours
    assert chez_qui(sejours, Borne(date(2026, 11, 9), APRES_MIDI)) == ELLE
    assert chez_qui(sejours, Borne(date(2026, 11, 11), APRES_MIDI)) == ELLE


def test_the_next_change():
    sejours = generer(semaines(parite=PAIRES), du=Borne(date(2026, 11, 9)), au=date(2026, 11, 30))
    suite = prochain_changement(sejours, Borne(date(2026, 11, 10)))
    assert (suite.foyer, suite.du) == (LUI, Borne(date(2026, 11, 13), APRES_MIDI))
    assert prochain_changement(sejours, Borne(date(2026, 11, 28))) is None


bornes = st.builds(Borne, st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.sampled_from([MATIN, APRES_MIDI]))


@st.composite
def poses(draw):
    un, deux = sorted([draw(bornes), draw(bornes)])
    return Sejour(draw(st.sampled_from([ELLE, LUI])), un, deux, main=True)


@given(st.lists(poses(), max_size=12))
def test_stays_never_overlap_whatever_is_typed(nouveaux):
    sejours = []
    for nouveau in nouveaux:
        sejours = poser(sejours, nouveau)
        assert nouveau in sejours
    assert all(a.au < b.du and a.du <= a.au for a, b in zip(sejours, sejours[1:], strict=False))


@given(st.lists(poses(), max_size=6), poses())
def test_what_is_taken_away_is_away_and_the_rest_remains(nouveaux, trou):
    avant = []
    for nouveau in nouveaux:
        avant = poser(avant, nouveau)
    apres = enlever(avant, trou.du, trou.au)
    for rang in range(Borne(date(2025, 12, 31)).rang, Borne(date(2026, 3, 2)).rang):
        borne = Borne.au_rang(rang)
        attendu = None if trou.du <= borne <= trou.au else chez_qui(avant, borne)
        assert chez_qui(apres, borne) == attendu
