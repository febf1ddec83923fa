"""Usual weeks: the days they say, the bookings they make, what was decided by hand, the refusals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commune.calendrier import Calendrier
from reservations.activites.models import Creneau
from reservations.planning.enums import Cause
from reservations.planning.models import RefusHabituel, Reservation, SemaineHabituelle
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.services import habitudes
from reservations.planning.services.commun import annuler, verrouiller_places
from reservations.planning.verification import ecarts
from tests.factories.famille import famille
from tests.factories.reservations import piste_de
from tests.reservations.conftest import LUNDI_16, MARDI_17

NOEL = (date(2026, 12, 19), date(2027, 1, 3), "Noël")
CALENDRIER = Calendrier(frozenset({date(2026, 11, 11)}), (NOEL,), ((date(2026, 9, 1), date(2027, 7, 3)),))


@pytest.mark.feature("F120", "F121", "F122")
def test_a_pattern_says_its_days():
    tous = Habitude((0, 1, 3, 4), date(2026, 11, 16), date(2026, 11, 27))
    assert len(tous.dates(date(2026, 11, 1), date(2026, 12, 31), CALENDRIER)) == 8
    une_sur_deux = Habitude((0,), date(2026, 11, 16), une_sur=2)
    trouvees = une_sur_deux.dates(date(2026, 11, 1), date(2026, 12, 20), CALENDRIER)
    assert trouvees == [date(2026, 11, 16), date(2026, 11, 30), date(2026, 12, 14)]
    une_sur_trois = Habitude((0,), date(2026, 11, 16), une_sur=3, a_partir_de=date(2026, 11, 23))
    assert une_sur_trois.dates(date(2026, 11, 1), date(2026, 12, 20), CALENDRIER) == [
        date(2026, 11, 23), date(2026, 12, 14),
    ]  # fmt: skip
    assert une_sur_deux.phrase == "le lundi, une semaine sur deux"


def test_school_time_and_holidays_are_told_apart():
    fin = date(2027, 1, 10)
    ecole = Habitude((0,), date(2026, 12, 14)).dates(date(2026, 12, 1), fin, CALENDRIER)
    vacances = Habitude((0,), date(2026, 12, 14), temps="vacances").dates(date(2026, 12, 1), fin, CALENDRIER)
    assert ecole == [date(2026, 12, 14), date(2027, 1, 4)]
    assert vacances == [date(2026, 12, 21), date(2026, 12, 28)]


@given(st.integers(1, 4), st.dates(date(2026, 9, 1), date(2027, 6, 1)), st.sets(st.integers(0, 4), min_size=1))
def test_one_week_in_n_never_says_two_neighbouring_weeks(n, du, jours):
    """Whatever the turn of the year: weeks are counted from the anchor, not by their number."""
    dates = Habitude(tuple(jours), du, une_sur=n, temps="toujours").dates(du, du + timedelta(days=200), CALENDRIER)
    lundis = sorted({jour - timedelta(days=jour.weekday()) for jour in dates})
    assert all((b - a).days == 7 * n for a, b in zip(lundis, lundis[1:], strict=False))


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2, quotient="500")


def dire(maison, rang=0, *, jours=(0, 1), du=LUNDI_16, au=None, **suite):
    piste = piste_de(maison.inscriptions[rang])
    return habitudes.enregistrer(piste, piste.formules[0], Habitude(jours, du, au, **suite), par=maison.utilisateur)


def reserves(enfant=None):
    vivantes = Reservation.objects.vivantes()
    return list(
        (vivantes.filter(enfant=enfant) if enfant else vivantes).order_by("date").values_list("date", flat=True)
    )


@pytest.mark.django_db
def test_a_usual_week_books_the_open_days_and_again_changes_nothing(maison):
    habitude = dire(maison, au=date(2026, 12, 4))
    attendus = [LUNDI_16, MARDI_17, *(LUNDI_16 + timedelta(days=n) for n in (7, 8, 14, 15))]
    assert reserves() == attendus
    assert set(Reservation.objects.values_list("habitude", flat=True)) == {habitude.pk}
    assert habitudes.generer_tout() == 0
    assert reserves() == attendus
    assert ecarts() == []


@pytest.mark.django_db
def test_what_was_changed_by_hand_survives(maison, ouverte):
    dire(maison, au=date(2026, 12, 4))
    lundi = Reservation.objects.get(date=LUNDI_16)
    verrouiller_places([lundi.pk])
    annuler([lundi.pk], cause=Cause.FAMILLE, motif="Annulée par la famille")
    mardi = Reservation.objects.get(date=MARDI_17)
    verrouiller_places([mardi.pk])
    annuler([mardi.pk], cause=Cause.FERMETURE, motif="Fermeture")
    assert habitudes.generer_tout() == 1
    assert LUNDI_16 not in reserves()
    assert MARDI_17 in reserves()


@pytest.mark.django_db
def test_the_oldest_pattern_is_served_first_and_the_refusal_is_kept(maison):
    Creneau.objects.filter(date=LUNDI_16).update(places=0)
    premiere, seconde = dire(maison, 0, jours=(0,), au=LUNDI_16), dire(maison, 1, jours=(0,), au=LUNDI_16)
    assert reserves() == []
    assert RefusHabituel.objects.count() == 2
    Creneau.objects.filter(date=LUNDI_16).update(places=1)
    assert habitudes.generer_tout() == 1
    assert reserves(maison.enfants[0]) == [LUNDI_16]
    (refus,) = RefusHabituel.objects.all()
    assert (refus.habitude, refus.code) == (seconde, "complet")
    assert premiere.refus.count() == 0


@pytest.mark.django_db
def test_a_new_pattern_takes_over_from_its_date(maison):
    ancienne = dire(maison, jours=(0,), au=date(2026, 12, 11))
    nouvelle = dire(maison, jours=(1,), du=date(2026, 11, 30), au=date(2026, 12, 11))
    ancienne.refresh_from_db()
    assert ancienne.au == date(2026, 11, 29)
    assert reserves() == [LUNDI_16, date(2026, 11, 23), date(2026, 12, 1), date(2026, 12, 8)]
    assert set(Reservation.objects.filter(etat="annulee").values_list("cause", flat=True)) == {Cause.HABITUDE}
    habitudes.arreter(nouvelle, apres=date(2026, 12, 2), par=maison.utilisateur)
    assert reserves() == [LUNDI_16, date(2026, 11, 23), date(2026, 12, 1)]
    assert ecarts() == []


@pytest.mark.django_db
def test_one_that_never_began_is_gone_when_stopped(maison):
    habitude = dire(maison, jours=(0,), du=date(2026, 11, 23))
    habitudes.arreter(habitude, apres=LUNDI_16, par=maison.utilisateur)
    assert not SemaineHabituelle.objects.exists()
    assert reserves() == []


@pytest.mark.django_db
def test_a_preview_books_nothing(maison):
    piste = piste_de(maison.inscriptions[0])
    reponses = habitudes.apercevoir(piste, piste.formules[0], Habitude((0, 1), LUNDI_16, date(2026, 11, 27)))
    assert [r.souhait.jour for r in reponses if r.non is None] == [
        LUNDI_16, MARDI_17, date(2026, 11, 23), date(2026, 11, 24),
    ]  # fmt: skip
    assert reserves() == []
