"""When a campaign is open, which reminders are due, what the answers come to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservations.campagnes import rules
from reservations.campagnes.rules import Interroge, prevoir

OUVRE, FERME = datetime(2026, 11, 9, 9, tzinfo=UTC), datetime(2026, 11, 30, 18, tzinfo=UTC)
LUNDI, MARDI = date(2026, 12, 21), date(2026, 12, 22)


@pytest.mark.parametrize(
    ("maintenant", "fermee", "attendu"),
    [
        (OUVRE - timedelta(seconds=1), None, rules.A_VENIR),
        (OUVRE, None, rules.OUVERTE),
        (FERME - timedelta(seconds=1), None, rules.OUVERTE),
        (FERME, None, rules.CLOSE),
        (OUVRE + timedelta(days=1), OUVRE + timedelta(hours=2), rules.CLOSE),
    ],
)
def test_a_campaign_is_open_between_its_dates_unless_it_was_closed(maintenant, fermee, attendu):
    assert rules.etat(OUVRE, FERME, fermee, maintenant=maintenant) == attendu


@pytest.mark.parametrize(
    ("ouvre", "ferme", "attendu"),
    [
        (OUVRE, FERME, None),
        (FERME, OUVRE, "ferme_le"),
        (OUVRE, datetime(2026, 11, 10, 8, tzinfo=UTC), "ferme_le"),
        (OUVRE, datetime(2026, 12, 25, 8, tzinfo=UTC), "ferme_le"),
    ],
)
def test_dates_that_are_none_are_refused(ouvre, ferme, attendu):
    maintenant = datetime(2026, 11, 10, 9, tzinfo=UTC)
    non = rules.refuser_dates(ouvre, ferme, dernier=date(2026, 12, 24), maintenant=maintenant)
    assert (non and non.code) == attendu


@pytest.mark.parametrize(
    ("quand", "faites", "attendu"),
    [
        (OUVRE, {}, ["ouverture"]),
        (OUVRE + timedelta(days=3), {"ouverture": OUVRE}, []),
        (FERME - timedelta(days=7), {"ouverture": OUVRE}, ["rappel-7-20261130"]),
        # The worker was stopped for three weeks: all are due, the last one is sent.
        (FERME - timedelta(hours=3), {}, ["ouverture", "rappel-7-20261130", "rappel-1-20261130"]),
        (FERME, {}, []),
        (OUVRE - timedelta(minutes=1), {}, []),
        # It was to end on the 28th, and its families were reminded on the 27th: a week before the new end is over.
        (FERME - timedelta(days=2), {"ouverture": OUVRE, "rappel-1-20261128": FERME - timedelta(days=3)}, []),
        (
            FERME - timedelta(days=1), {"ouverture": OUVRE, "rappel-1-20261128": FERME - timedelta(days=3)},
            ["rappel-1-20261130"],
        ),
        # What is sent by hand, and when bookings open, is no reminder.
        (FERME - timedelta(days=6), {"ouverture": OUVRE, "main-1": FERME - timedelta(days=6)}, ["rappel-7-20261130"]),
    ],
)  # fmt: skip
def test_reminders_are_due_once_and_never_after_the_end(quand, faites, attendu):
    assert rules.etapes_dues([7, 1], OUVRE, FERME, maintenant=quand, faites=faites) == attendu


@given(st.lists(st.integers(0, 60)), st.integers(-1000, 1000))
def test_no_reminder_before_the_opening_nor_after_the_end(rappels, heures):
    maintenant = OUVRE + timedelta(hours=heures)
    dues = rules.etapes_dues(rappels, OUVRE, FERME, maintenant=maintenant, faites={})
    assert not dues or OUVRE <= maintenant < FERME
    assert len(dues) == len(set(dues))


def test_the_forecast_counts_each_child_once_where_it_is_registered():
    cibles = [Interroge(1, 10, 5), Interroge(2, 10, 5), Interroge(3, 11, 6), Interroge(4, 12, 6)]
    reponses = [
        (1, 10, "oui", [LUNDI, MARDI]), (2, 10, "non", []), (3, 11, "plus_tard", []), (9, 10, "oui", [LUNDI]),
    ]  # fmt: skip
    prevues = prevoir(cibles, reponses, [(1, 5, LUNDI), (4, 6, MARDI)])
    assert prevues[5].du_jour(LUNDI) == (1, 0), "booked: the wish is no more one"
    assert prevues[5].du_jour(MARDI) == (0, 1)
    assert (prevues[5].oui, prevues[5].non, prevues[5].sans_reponse) == ({1}, {2}, set())
    assert (prevues[6].oui, prevues[6].sans_reponse) == ({4}, {3}), "who booked said yes; not yet is no answer"
