from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from common.words.dates import age
from commune.services import calendrier
from reservations.activites.enums import Prestation
from reservations.activites.mots import MOTS
from reservations.activites.rules import Delai, limite
from reservations.planning.rules import (
    EtatJour,
    SituationDuJour,
    bilan,
    etat_du_jour,
    refuser_ajout,
    refuser_retrait,
)
from reservations.planning.rules_absences import Manquee, RegleAbsence, juger

PARIS = ZoneInfo("Europe/Paris")
JOUR = date(2026, 11, 16)


def le(jour, heure=9, minute=0):
    return datetime.combine(date(2026, 11, jour), time(heure, minute), tzinfo=PARIS)


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 11, 16), date(2026, 11, 12)),  # Monday: Friday and Thursday before
        (date(2026, 11, 12), date(2026, 11, 9)),  # Thursday after the 11th: the holiday does not count
        (date(2026, 11, 20), date(2026, 11, 18)),  # Wednesday is a working day, even without school
        (date(2026, 11, 2), date(2026, 10, 29)),  # back from holidays: they have working days too
        (date(2027, 1, 4), date(2026, 12, 30)),
    ],
)
def test_the_deadline_is_two_working_days_before_at_nine(donges, jour, attendu):
    fin = limite(jour, Delai("ouvres", 2, time(9)), calendrier(), fuseau=PARIS)
    assert fin == datetime.combine(attendu, time(9), tzinfo=PARIS)


@pytest.mark.parametrize("jour", [date(2026, 12, 21), date(2026, 12, 30)])
def test_a_whole_session_of_holidays_has_one_deadline(donges, jour):
    fin = limite(jour, Delai("session", 28, time(23, 59)), calendrier(), fuseau=PARIS)
    assert fin == datetime(2026, 11, 23, 23, 59, tzinfo=PARIS)


def test_the_deadline_follows_the_towns_clock_across_the_change_of_hour():
    fin = limite(date(2026, 10, 26), Delai("jours", 2, time(9)), None, fuseau=PARIS)
    assert fin.utcoffset().total_seconds() == 7200  # 24 October is still summer time
    fin = limite(date(2026, 10, 28), Delai("jours", 2, time(9)), None, fuseau=PARIS)
    assert fin.utcoffset().total_seconds() == 3600


def test_age_on_the_day():
    assert age(date(2020, 11, 17), JOUR) == 5
    assert age(date(2020, 11, 16), JOUR) == 6


def situation(**valeurs):
    return SituationDuJour(
        **{
            "jour": JOUR, "ouvert": True, "ferme": False, "motif": "", "restantes": 3, "payeur": 1,
            "reserve_par": None, "absence": False, "inscrit": True, "limite_reserver": le(12),
            "limite_annuler": le(12), "maintenant": le(10),
            **valeurs,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("valeurs", "etat", "ajout", "retrait"),
    [
        ({}, EtatJour.LIBRE, None, "rien"),
        ({"restantes": None}, EtatJour.LIBRE, None, "rien"),
        ({"restantes": 0}, EtatJour.COMPLET, "complet", "rien"),
        ({"restantes": -1}, EtatJour.COMPLET, "complet", "rien"),
        ({"maintenant": le(12, 8, 59)}, EtatJour.LIBRE, None, "rien"),
        ({"maintenant": le(12)}, EtatJour.DELAI, "delai", "rien"),
        ({"ferme": True, "motif": "Grève"}, EtatJour.FERME, "ferme", "rien"),
        ({"ouvert": False}, EtatJour.FERME, "ferme", "rien"),
        ({"inscrit": False}, EtatJour.FERME, "inscription", "rien"),
        ({"reserve_par": 1}, EtatJour.RESERVE, "deja", None),
        ({"reserve_par": 1, "restantes": 0}, EtatJour.RESERVE, "deja", None),
        ({"reserve_par": 1, "maintenant": le(12)}, EtatJour.RESERVE_FIGE, "deja", "delai"),
        ({"reserve_par": 2}, EtatJour.AUTRE_FOYER, "autre_foyer", "autre_foyer"),
        ({"reserve_par": 1, "absence": True, "maintenant": le(16)}, EtatJour.ABSENCE, "deja", "delai"),
    ],
)
def test_what_a_day_shows_and_allows(valeurs, etat, ajout, retrait):
    s = situation(**valeurs)
    assert etat_du_jour(s) == etat
    assert getattr(refuser_ajout(s), "code", None) == ajout
    assert getattr(refuser_retrait(s), "code", None) == retrait


def test_refusals_say_why_and_what_to_do():
    phrase = refuser_retrait(situation(reserve_par=1, maintenant=le(12))).phrase
    assert "signalez une absence" in phrase
    assert refuser_ajout(situation(ferme=True, motif="Grève")).phrase.endswith("est fermé : Grève.")


@pytest.mark.parametrize(
    ("mot", "a_temps", "trop_tard"),
    [
        ("repas", "le repas ne sera pas facturé.", "Le repas est déjà commandé : il reste facturé."),
        ("journee", "la journée ne sera pas facturée.", "trop tard pour annuler : la journée reste facturée."),
        ("seance", "la séance ne sera pas facturée.", "trop tard pour annuler : la séance reste facturée."),
        ("accueil", "l’accueil ne sera pas facturé.", "trop tard pour annuler : l’accueil reste facturé."),
    ],
)
def test_an_absence_says_the_word_of_what_was_booked(mot, a_temps, trop_tard):
    assert set(MOTS) == set(Prestation)
    donnees = {"jour": date(2026, 11, 13), "motif": "famille", "limite": le(12), "mot": MOTS[mot]}
    assert juger(Manquee(maintenant=le(11), **donnees), RegleAbsence()).phrase.endswith(a_temps)
    assert juger(Manquee(maintenant=le(12), **donnees), RegleAbsence()).phrase.endswith(trop_tard)


def test_the_balance_counts_both_ways():
    assert bilan([Decimal("4.35"), Decimal("4.35")], [Decimal("0.85")]) == Decimal("7.85")
    assert bilan([], [None]) == Decimal("0.00")
