"""The deadlines that real towns write, as data; and which of several rules decides."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from commune.calendrier import Calendrier
from reservations.activites.enums import FormeDelai, Geste, Suite
from reservations.activites.models import PeriodeReservation, RegleDelai
from reservations.activites.rules import Delai, Echeance, choisir, dernier_jour, echeance, limite
from reservations.activites.services.delais import delais_de
from tests.factories.activites import centre

PARIS = ZoneInfo("Europe/Paris")
TOUSSAINT = (date(2026, 10, 17), date(2026, 11, 1), "Toussaint")
NOEL = (date(2026, 12, 19), date(2027, 1, 3), "Noël")
CALENDRIER = Calendrier(
    frozenset({date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1)}), (TOUSSAINT, NOEL),
    ((date(2026, 9, 1), date(2027, 7, 2)),),
)  # fmt: skip
# A week without a holiday: Monday 23 to Friday 27 November 2026.
LUN, MAR, MER, JEU, VEN = (date(2026, 11, j) for j in (23, 24, 25, 26, 27))
H9, H12, MINUIT = time(9), time(12), time(23, 59)


def d(forme, valeur, heure=H9, **suite):
    return Delai(str(forme), valeur, heure, **suite)


@pytest.mark.parametrize(
    ("ville", "delai", "jour", "dernier"),
    [
        ("Bondoufle, mercredis", d("jours", 7, MINUIT), MER, date(2026, 11, 18)),
        ("Bondoufle, vacances", d("session", 28, MINUIT), date(2026, 12, 22), date(2026, 11, 23)),
        ("Veyras, repas", d("semaine", 1, MINUIT, jour_fixe=1), LUN, date(2026, 11, 17)),
        ("Veyras, repas", d("semaine", 1, MINUIT, jour_fixe=1), VEN, date(2026, 11, 17)),
        ("Veyras, accueil", d("jours", 1, time(18)), MAR, LUN),
        ("Cruas, lundi", d("ouvres", 2, H12), LUN, date(2026, 11, 19)),
        ("Cruas, mardi", d("ouvres", 2, H12), MAR, date(2026, 11, 20)),
        ("Cruas, jeudi", d("ouvres", 2, H12), JEU, MAR),
        ("Cruas, vendredi", d("ouvres", 2, H12), VEN, MER),
        ("Cruas, mercredi au centre", d("semaine", 1, H12, jour_fixe=3), MER, date(2026, 11, 19)),
        ("Villes Sœurs, lundi", d("ouvres", 3, MINUIT), LUN, date(2026, 11, 18)),
        ("Villes Sœurs, mardi", d("ouvres", 3, MINUIT), MAR, date(2026, 11, 19)),
        ("Villes Sœurs, mercredi", d("ouvres", 3, MINUIT), MER, date(2026, 11, 20)),
        ("Villes Sœurs, jeudi", d("ouvres", 3, MINUIT), JEU, LUN),
        ("Villes Sœurs, vendredi", d("ouvres", 3, MINUIT), VEN, MAR),
        ("Éragny", d("jours", 3, H9), VEN, MAR),
        ("Éragny, vacances", d("session_francs", 15, H9), date(2026, 12, 23), date(2026, 12, 5)),
        ("Vailhauquès, lundi", d("dernier", 0, H9, jour_fixe=4, jours=(0, 1)), LUN, date(2026, 11, 20)),
        ("Vailhauquès, mardi", d("dernier", 0, H9, jour_fixe=4, jours=(0, 1)), MAR, date(2026, 11, 20)),
        ("Vailhauquès, jeudi", d("dernier", 0, H9, jour_fixe=1, jours=(3, 4)), JEU, MAR),
        ("Vailhauquès, vendredi", d("dernier", 0, H9, jour_fixe=1, jours=(3, 4)), VEN, MAR),
        ("Rontalon", d("ecole", 1, time(11)), MAR, LUN),
        # The trap: the day back from the holidays is booked before them.
        ("Rontalon, rentrée", d("ecole", 1, time(11)), date(2026, 11, 2), date(2026, 10, 16)),
        ("Rontalon, après un mercredi férié", d("ecole", 1, time(11)), date(2026, 11, 12), date(2026, 11, 10)),
        ("Les Pieux", d("jours", 2, time(9, 30)), JEU, MAR),
        ("Illkirch, réserver", d("ouvres", 15, MINUIT), VEN, date(2026, 11, 5)),
        ("Illkirch, annuler", d("ouvres", 16, MINUIT), VEN, date(2026, 11, 4)),
        ("Familles rurales Villeneuve", d("ouvres", 2, MINUIT), LUN, date(2026, 11, 19)),
        ("jours francs", d("francs", 3), VEN, LUN),
        ("jours ouvrables", d("ouvrables", 2), LUN, date(2026, 11, 20)),
        ("jours ouvrables, 11 novembre", d("ouvrables", 2), date(2026, 11, 13), date(2026, 11, 10)),
    ],
)  # fmt: skip
def test_the_deadlines_of_real_towns(ville, delai, jour, dernier):
    assert dernier_jour(jour, delai, CALENDRIER) == dernier, ville


@given(st.dates(date(2026, 9, 1), date(2027, 7, 1)), st.integers(0, 20), st.sampled_from(list(FormeDelai)))
def test_a_deadline_is_never_after_its_day_and_more_days_are_never_later(jour, n, forme):
    fixe = {"jour_fixe": 2} if forme.au_jour_fixe else {}
    un, deux = (dernier_jour(jour, d(forme, valeur, **fixe), CALENDRIER) for valeur in (n, n + 1))
    assert deux < un <= jour + timedelta(days=6 if forme == FormeDelai.SEMAINE and n == 0 else 0)


@given(st.dates(date(2026, 9, 1), date(2027, 7, 1)), st.integers(0, 5), st.integers(0, 6))
def test_a_fixed_day_later_in_the_same_week_is_not_after_the_day(jour, n, fixe):
    assert limite(jour, d("semaine", n, MINUIT, jour_fixe=fixe), CALENDRIER, fuseau=PARIS).date() <= jour


@pytest.mark.parametrize(
    "jours", [(date(2026, 9, 2), 3, date(2026, 8, 28)), (date(2026, 9, 14), 9, date(2026, 8, 28))]
)
def test_before_the_first_school_year_that_is_known_working_days_count(jours):
    jour, n, dernier = jours
    assert dernier_jour(jour, d("ecole", n), CALENDRIER) == dernier
    assert dernier_jour(MAR, d("ecole", 1), Calendrier(frozenset(), ())) == LUN


@given(st.dates(date(2026, 9, 1), date(2027, 7, 1)), st.integers(0, 80))
def test_school_days_are_working_days(jour, n):
    assert dernier_jour(jour, d("ecole", n), CALENDRIER) <= dernier_jour(jour, d("ouvres", n), CALENDRIER)


def test_a_session_begins_on_the_first_day_on_which_the_activity_runs():
    assert CALENDRIER.premier_jour(date(2026, 12, 19), date(2027, 1, 3), [1, 2]) == date(2026, 12, 22)
    assert CALENDRIER.premier_jour(date(2026, 12, 25), date(2027, 1, 3), [0, 4]) == date(2026, 12, 28)  # 25: holiday
    assert CALENDRIER.premier_jour(date(2026, 12, 19), date(2027, 1, 3), []) == date(2026, 12, 19)
    # Summer is no school holiday of the calendar: a session of July is counted all the same.
    assert CALENDRIER.premier_jour(date(2027, 7, 3), date(2027, 7, 31), [0, 1]) == date(2027, 7, 5)


@given(st.dates(date(2026, 9, 1), date(2027, 7, 1)), st.integers(1, 20))
def test_fewer_days_count_so_the_deadline_is_earlier(jour, n):
    jours, ouvrables, ouvres = (dernier_jour(jour, d(f, n), CALENDRIER) for f in ("jours", "ouvrables", "ouvres"))
    assert ouvres <= ouvrables <= jours


def test_the_most_precise_rule_decides():
    generale, mercredi = d("jours", 1), d("jours", 7, jours=(2,))
    formule, periode = d("jours", 2, formule=3), d("jours", 14, periode=9)
    les_deux = d("jours", 30, formule=3, periode=9)
    toutes = [generale, mercredi, formule, periode, les_deux]
    assert choisir(toutes, MAR) == generale
    assert choisir(toutes, MER) == mercredi
    assert choisir(toutes, MER, formule=3) == formule
    assert choisir(toutes, MER, formule=3, periode=9) == les_deux
    assert choisir(toutes, MER, formule=4, periode=9) == periode
    assert choisir([formule], MAR) is None


def le(jour, heure):
    return datetime.combine(jour, heure, tzinfo=PARIS)


def test_past_a_first_deadline_it_costs_more_until_the_last_one():
    refus, majoration = d("jours", 0, H9), d("ouvres", 2, H9, offerte=True)
    trouvee = echeance(VEN, [refus], [majoration], CALENDRIER, fuseau=PARIS)
    assert trouvee == Echeance(le(VEN, H9), le(MER, H9), offerte=True)
    # One that comes after the refusal changes nothing.
    assert echeance(VEN, [majoration], [refus], CALENDRIER, fuseau=PARIS) == Echeance(le(MER, H9))
    # Without a rule that refuses, until the day begins.
    assert echeance(VEN, [], [majoration], CALENDRIER, fuseau=PARIS).limite == le(VEN, time.min)


@pytest.mark.django_db
@pytest.mark.feature("F136", "F137", "F138")
def test_wednesdays_and_holidays_have_their_own_deadlines(donges):
    """Bondoufle: a week before the Wednesday; four weeks before the first day of the session."""
    loisirs = centre(donges).activite
    loisirs.delais.all().delete()
    session = PeriodeReservation.objects.create(
        activite=loisirs, nom="Noël", du=date(2026, 12, 19), au=date(2027, 1, 3), session=True,
        ouvre_le=le(date(2026, 11, 1), H9), ferme_le=le(date(2026, 12, 1), H9),
    )  # fmt: skip
    RegleDelai.objects.create(activite=loisirs, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=7, heure=MINUIT)
    RegleDelai.objects.create(
        activite=loisirs, periode=session, geste=Geste.RESERVER, forme=FormeDelai.SESSION, valeur=28, heure=MINUIT
    )
    cache.clear()
    connus = delais_de({loisirs.pk})
    assert connus.limite(loisirs.pk, Geste.RESERVER, MER) == le(date(2026, 11, 18), MINUIT)
    # The holidays begin on a Saturday: the first day on which children come is Monday 21.
    for jour in (date(2026, 12, 21), date(2026, 12, 31)):
        assert connus.limite(loisirs.pk, Geste.RESERVER, jour) == le(date(2026, 11, 23), MINUIT)
    assert connus.periode(loisirs.pk, date(2026, 12, 21)).nom == "Noël"
    assert connus.periode(loisirs.pk, MER) is None


@pytest.mark.django_db
def test_a_rule_of_surcharge_is_read_beside_that_of_refusal(donges):
    RegleDelai.objects.create(
        activite=donges.cantine, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=5, heure=H9,
        suite=Suite.MAJORATION, premiere_offerte=True,
    )  # fmt: skip
    cache.clear()
    trouvee = delais_de({donges.cantine.pk}).echeance(donges.cantine.pk, donges.formule.pk, Geste.RESERVER, VEN)
    assert trouvee == Echeance(le(MER, H9), le(date(2026, 11, 22), H9), offerte=True)
