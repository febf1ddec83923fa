"""Who usually comes, on which days, and when it is the evening before."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.words.dates import est_la_veille
from reservations.veille.rules import Pris, jours_habituels, vient_d_habitude

LUNDI = date(2026, 11, 16)
AVANT = [LUNDI - timedelta(weeks=n) for n in range(1, 6)]
LIMITE = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quand", "attendu"),
    [
        ((11, 17, 59), False),
        ((11, 18, 0), True),
        ((12, 7, 0), True),  # the worker was stopped that night
        ((12, 8, 59), True),
        ((12, 9, 0), False),  # too late: it would only deceive
        ((13, 18, 0), False),
        ((10, 18, 0), False),
    ],
)
def test_the_evening_before_begins_at_the_hour_and_ends_at_the_deadline(quand, attendu):
    jour, *heures = quand
    maintenant = datetime(2026, 11, jour, *heures, tzinfo=UTC)
    assert est_la_veille(LIMITE, time(18), maintenant=maintenant) is attendu


@given(st.dates(date(2026, 9, 1), date(2027, 7, 1)), st.times(), st.times(), st.integers(0, 10_000))
def test_nothing_is_ever_said_at_the_deadline_or_after_it(jour, a, heure, minutes):
    limite = datetime.combine(jour, a, tzinfo=UTC)
    assert not est_la_veille(limite, heure, maintenant=limite + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("ouvertes", "venues", "attendu"),
    [
        (AVANT, AVANT[:3], True),
        (AVANT, AVANT[:2], False),
        (AVANT, [AVANT[0], AVANT[2], AVANT[3]], True),
        (AVANT, AVANT[2:], False),  # two of the last four: what is older does not count
        (AVANT[:2], AVANT[:2], False),  # two weeks are no habit
        ([LUNDI, *AVANT], [LUNDI, *AVANT[:2]], False),  # the week itself says nothing
        ([], [], False),
    ],
)
def test_who_came_in_three_of_the_last_four_open_weeks_usually_comes(ouvertes, venues, attendu):
    assert vient_d_habitude(ouvertes, set(venues), avant=LUNDI) is attendu


def test_the_usual_days_are_those_of_half_the_weeks():
    pris = [Pris(lundi, rang, 7) for lundi in AVANT[:4] for rang in (0, 3)]
    pris += [Pris(AVANT[0], 1, 7), Pris(AVANT[1], 4, 8, None, time(17)), Pris(AVANT[2], 4, 8, None, time(18))]
    assert jours_habituels(pris) == {0: [(7, None, None)], 3: [(7, None, None)], 4: [(8, None, time(17))]}
    assert jours_habituels([]) == {}


def test_of_two_formules_on_a_day_the_more_frequent_comes_first():
    pris = [Pris(lundi, 0, 8) for lundi in AVANT[:3]] + [Pris(lundi, 0, 7) for lundi in AVANT[2:4]]
    assert [formule for formule, *_ in jours_habituels(pris)[0]] == [8, 7]
