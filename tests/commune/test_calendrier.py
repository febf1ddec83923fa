from datetime import date

import pytest

from commune.models import JourFerie, Vacances
from commune.services import calendrier, importer_annee


@pytest.fixture
def zone_b(donges):
    return calendrier()


def test_the_imported_year_is_the_official_one(zone_b):
    annee = zone_b.annees[0]
    assert annee == (date(2026, 9, 1), date(2027, 7, 2))
    periodes = [(du, au) for du, au, _ in zone_b.vacances]
    assert (date(2026, 10, 17), date(2026, 11, 1)) in periodes
    assert (date(2026, 12, 19), date(2027, 1, 3)) in periodes
    assert (date(2027, 2, 20), date(2027, 3, 7)) in periodes
    assert (date(2027, 4, 17), date(2027, 5, 2)) in periodes
    # Summer is the last of its holidays: centres open then.
    assert (date(2027, 7, 3), date(2027, 8, 31)) in periodes


def test_importing_twice_changes_nothing(donges):
    avant = (Vacances.objects.count(), JourFerie.objects.count())
    importer_annee(2026, zone="B")
    assert (Vacances.objects.count(), JourFerie.objects.count()) == avant


@pytest.mark.parametrize(
    ("jour", "ecole"),
    [
        (date(2026, 11, 9), True),
        (date(2026, 11, 11), False),  # Armistice, and a Wednesday
        (date(2026, 11, 12), True),
        (date(2026, 10, 19), False),  # Toussaint
        (date(2026, 11, 2), True),
        (date(2027, 5, 7), False),  # the day after Ascension
        (date(2027, 7, 5), False),
    ],
)
def test_school_days(zone_b, jour, ecole):
    assert zone_b.est_jour_d_ecole(jour) is ecole


def test_working_days_before_skip_holidays_and_weekends(zone_b):
    assert zone_b.ouvres_avant(date(2026, 11, 12), 2) == date(2026, 11, 9)
    assert zone_b.ouvres_avant(date(2026, 11, 16), 2) == date(2026, 11, 12)
    assert zone_b.ouvres_avant(date(2027, 1, 4), 2) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("jour", "debut"),
    [
        (date(2026, 12, 30), date(2026, 12, 21)),  # holidays from Saturday 19: the first day of care is Monday
        (date(2026, 12, 21), date(2026, 12, 21)),
        (date(2026, 10, 30), date(2026, 10, 19)),
        (date(2026, 11, 12), date(2026, 11, 12)),  # no holidays: the day itself
    ],
)
def test_a_session_of_holidays_starts_on_its_first_working_day(zone_b, jour, debut):
    assert zone_b.debut_de_session(jour) == debut
