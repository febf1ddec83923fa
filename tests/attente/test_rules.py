"""Until when a place is held, who may have it: tables and properties."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservations.attente.rules import (
    MINIMUM,
    Horaires,
    dernier_depart,
    derniere_reponse,
    expiration,
    refuser_la_reponse,
)

PARIS = ZoneInfo("Europe/Paris")
VILLE = Horaires(time(8), time(20), 24, PARIS)


def a(jour, heure, minute=0):
    return datetime(2026, 11, jour, heure, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("maintenant", "limite", "fin"),
    [
        (a(10, 10), a(20, 10), a(11, 10)),
        (a(10, 10, 7), a(20, 10), a(11, 10, 7)),
        (a(10, 10), a(10, 18), a(10, 18)),  # the deadline
        (a(10, 10), a(10, 23, 59), a(10, 20)),  # the last hour of the town before the deadline
        (a(10, 10), a(11, 7), a(10, 20)),
        (a(10, 7, 59), a(20, 10), None),  # by night nothing leaves
        (a(10, 20, 1), a(20, 10), None),
        (a(10, 20), a(20, 10), a(11, 20)),
        (a(10, 10), a(10, 10, 59), None),  # less than an hour
        (a(10, 10), a(10, 11), a(10, 11)),
        (a(10, 10), a(10, 9), None),
        (a(10, 19, 30), a(11, 7, 30), None),  # half an hour until the town's last hour
    ],
)
def test_an_offer_ends_within_the_hours_and_before_the_deadline(maintenant, limite, fin):
    assert expiration(maintenant, horaires=VILLE, limite=limite) == fin


def test_what_would_end_by_night_ends_in_the_morning():
    courte = Horaires(time(8), time(20), 6, PARIS)
    assert expiration(a(10, 19), horaires=courte, limite=a(20, 10)) == a(11, 8)


instants = st.integers(0, 240 * 24 * 60 * 60).map(lambda n: a(1, 0).replace(month=1) + timedelta(seconds=n))
villes = st.builds(
    lambda de, duree, heures: Horaires(time(de), time(de + duree), heures, PARIS),
    st.integers(5, 11), st.integers(2, 11), st.integers(1, 168),
)  # fmt: skip


@given(instants, st.timedeltas(timedelta(0), timedelta(days=12)), villes)
def test_no_offer_goes_beyond_its_time(maintenant, avance, ville):
    limite = maintenant + avance
    fin = expiration(maintenant, horaires=ville, limite=limite)
    if fin is not None:
        assert ville.ouvert(maintenant)
        assert ville.ouvert(fin)
        assert maintenant + MINIMUM <= fin <= limite
        # Never less than what the town gives, but for the deadline, or the last hour before it.
        assert fin >= maintenant + timedelta(hours=ville.heures) or fin == derniere_reponse(ville, limite)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=12)), villes)
def test_what_may_still_leave_leaves_at_the_latest_at_the_last_departure(maintenant, avance, ville):
    limite = maintenant + avance
    dernier = dernier_depart(ville, limite)
    assert expiration(dernier, horaires=ville, limite=limite) is not None
    if maintenant > dernier:
        assert expiration(maintenant, horaires=ville, limite=limite) is None


@pytest.mark.parametrize(
    ("etat", "expire_le", "code"),
    [
        ("proposee", a(10, 12), None),
        ("proposee", a(10, 10), "expiree"),
        ("acceptee", a(10, 12), "acceptee"),
        ("declinee", a(10, 12), "declinee"),
        ("attente", None, "attente"),
    ],
)
def test_what_is_told_to_who_answers(etat, expire_le, code):
    non = refuser_la_reponse(etat, expire_le, a(10, 10))
    assert (non and non.code) == code
    assert non is None or non.phrase
