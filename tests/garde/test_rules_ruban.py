"""The ribbon's half-days cover the weeks once, in order, and say what the stays say."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from espace_prive.garde.rules import Borne, Sejour, chez_qui, poser
from espace_prive.garde.rules_ruban import ruban, suites_de_demis

JOUR = date(2026, 11, 30)
bornes = st.builds(lambda n, demi: Borne(JOUR + timedelta(days=n), demi), st.integers(-20, 60), st.integers(0, 1))


@st.composite
def sejours(draw):
    """Stays as the service writes them: never two at once, holes between some."""
    poses: list[Sejour] = []
    for _ in range(draw(st.integers(0, 8))):
        du, au = sorted((draw(bornes), draw(bornes)))
        poses = poser(poses, Sejour(draw(st.integers(1, 3)), du, au, draw(st.booleans())))
    return poses


@given(sejours(), st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 6))
def test_the_half_days_cover_the_weeks_once(poses, du, semaines):
    decale = [
        Sejour(s.foyer, Borne(s.du.jour + (du - JOUR), s.du.demi), Borne(s.au.jour + (du - JOUR), s.au.demi))
        for s in poses
    ]
    montre = ruban(decale, du=du, semaines=semaines)
    rangs = [demi.borne.rang for semaine in montre for demi in semaine.demis]
    lundi = du - timedelta(days=du.weekday())
    assert rangs == list(range(Borne(lundi).rang, Borne(lundi).rang + 14 * semaines))
    assert all(demi.foyer == chez_qui(decale, demi.borne) for semaine in montre for demi in semaine.demis)
    assert [s.lundi for s in montre] == [lundi + timedelta(weeks=n) for n in range(semaines)]


def test_the_week_has_its_number_across_years():
    assert [s.numero for s in ruban([], du=date(2026, 12, 24), semaines=3)] == [52, 53, 1]


@given(st.sets(bornes, max_size=30))
def test_runs_hold_each_half_day_once(demis):
    runs = suites_de_demis(demis)
    tenus = [rang for du, au in runs for rang in range(du.rang, au.rang + 1)]
    assert tenus == sorted(b.rang for b in demis)
    assert all(avant[1].rang + 1 < apres[0].rang for avant, apres in pairwise(runs))
