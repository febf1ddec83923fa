"""What other domains put in the agenda."""

from datetime import UTC, date, datetime

import pytest

from espace_prive.agenda.extensions import EVENEMENTS, EntreeDAgenda
from espace_prive.agenda.reading import evenements
from espace_prive.famille.acces.perimetre import Perimetre

# The domains above read their rows too.
pytestmark = pytest.mark.django_db
JEUDI = date(2026, 12, 3)
MOI = Perimetre(enfants=frozenset({7}))


@pytest.fixture
def source():
    """Register a source for the test: what it gives is what the test puts in the list."""
    donnes = []

    def lire(moi, du, au):
        return donnes

    EVENEMENTS.register(lire)
    yield donnes
    EVENEMENTS.unregister(lire)


def un(uid, jour=JEUDI, **autres):
    return EntreeDAgenda(uid=uid, jour=jour, titre=uid, **autres)


def test_whole_days_come_before_hours_and_days_in_order(source):
    source += [
        un("lendemain", date(2026, 12, 4)),
        un("soir", debut=datetime(2026, 12, 3, 17, tzinfo=UTC)),
        un("matin", debut=datetime(2026, 12, 3, 8, tzinfo=UTC)),
        un("journee"),
    ]
    assert [e.uid for e in evenements(MOI, JEUDI, date(2026, 12, 4))] == ["journee", "matin", "soir", "lendemain"]


def test_what_is_of_another_child_or_another_day_is_left_out(source):
    source += [un("autre", enfant=8), un("sien", enfant=7), un("famille"), un("veille", date(2026, 12, 2))]
    assert [e.uid for e in evenements(MOI, JEUDI, JEUDI)] == ["famille", "sien"]
