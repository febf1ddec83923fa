"""Amounts, dates and spaces, as French wants them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template

from common.words import typo

F, I = typo.FINE, typo.INSECABLE  # noqa: E741


@pytest.mark.parametrize(
    ("valeur", "ecrit"),
    [
        (Decimal("58.56"), f"58,56{F}€"),
        (Decimal("0"), f"0,00{F}€"),
        (Decimal("0.005"), f"0,01{F}€"),
        (Decimal("1234567.5"), f"1{F}234{F}567,50{F}€"),
        (Decimal("-2.15"), f"−{F}2,15{F}€"),
        ("", ""),
        ("douze", ""),
    ],
)
def test_montant(valeur, ecrit):
    assert typo.montant(valeur) == ecrit


def test_montant_writes_the_sign_of_a_difference():
    assert typo.montant(Decimal("12.4"), signe=True) == f"+{F}12,40{F}€"
    assert typo.montant(Decimal("-12.4"), signe=True) == f"−{F}12,40{F}€"
    assert typo.montant(0, signe=True) == f"0,00{F}€"


def test_dates_and_hours():
    jour = date(2026, 11, 12)
    assert typo.date_longue(jour) == f"jeudi 12{I}novembre"
    assert typo.date_longue(date(2026, 5, 1), annee=True) == f"vendredi 1er{I}mai 2026"
    assert typo.date_courte(jour) == f"jeu. 12{I}nov."
    assert typo.date_simple(jour) == f"12{I}novembre 2026"
    assert typo.mois_annee(jour) == "novembre 2026"
    assert typo.heure(time(9)) == f"9{I}h"
    assert typo.heure(time(9, 5)) == f"9{I}h{I}05"


def test_the_hour_of_a_deadline_stays_on_the_line_of_its_word():
    assert typo.a_heure(time(9)) == f"à{I}9{I}h"
    assert typo.date_heure(datetime(2026, 11, 12, 8, 30, tzinfo=UTC)) == f"jeudi 12{I}novembre à{I}9{I}h{I}30"


@pytest.mark.parametrize(
    ("brut", "ecrit"),
    [
        ("Que faire ?", f"Que faire{F}?"),
        ("Que faire?", f"Que faire{F}?"),
        ("Ici : là ; bien !", f"Ici{I}: là{F}; bien{F}!"),
        ("« oui »", f"«{I}oui{I}»"),
        ("l'école", "l’école"),
        ("à 9 h 30, 12 €", f"à 9{I}h{I}30, 12{F}€"),
        ("jusqu’à 9 h", f"jusqu’à 9{I}h"),
        ("à 9:30 sur https://exemple.fr", "à 9:30 sur https://exemple.fr"),
        ("Dupont &amp; fils", "Dupont &amp; fils"),
    ],
)
def test_typographier(brut, ecrit):
    assert typo.typographier(brut) == ecrit
    assert typo.typographier(ecrit) == ecrit, "twice changes nothing"


@pytest.mark.parametrize(("compte", "fin"), [(0, ""), (1, ""), (Decimal("1.5"), ""), (2, "s"), (-3, "s")])
def test_french_is_singular_below_two(compte, fin):
    assert typo.pluriel(compte) == fin


def test_plural_with_two_endings_and_enumerations():
    assert typo.pluriel(1, "al,aux") == "al"
    assert typo.pluriel(2, "al,aux") == "aux"
    assert typo.enumeration([]) == ""
    assert typo.enumeration(["lundi"]) == "lundi"
    assert typo.enumeration(["lundi", "mardi", "jeudi"]) == "lundi, mardi et jeudi"


def _ecrire(gabarit, **contexte):
    return Template("{% load typo %}" + gabarit).render(Context(contexte))


def test_filters_bring_moments_to_the_town_time():
    moment = datetime(2026, 11, 12, 8, 30, tzinfo=UTC)
    assert _ecrire("{{ m|date_heure }}", m=moment) == f"jeudi 12{I}novembre à{I}9{I}h{I}30"
    assert _ecrire("{{ m|heure }}", m=moment) == f"9{I}h{I}30"
    assert _ecrire("{{ m|date_longue:'annee' }}", m=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).endswith("2027")


def test_an_instant_of_the_database_is_written_on_the_towns_clocks():
    minuit = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert typo.date_heure(minuit) == f"mardi 1er{I}décembre à{I}0{I}h"
    assert typo.date_courte(minuit) == f"mar. 1er{I}déc."
    assert typo.jour_court(minuit) == "mar. 1er"
    assert typo.date_simple(minuit) == f"1er{I}décembre 2026"
    assert typo.mois_annee(minuit) == "décembre 2026"


def test_filters_give_nothing_for_nothing():
    gabarit = "{{ v|montant }}{{ v|date_longue }}{{ v|heure }}{{ v|date_heure }}{{ v|date_courte }}"
    assert _ecrire(gabarit, v=None) == ""


def test_typographie_escapes_what_is_not_trusted():
    assert _ecrire("{{ v|typographie }}", v="<b>Vrai ?</b>") == f"&lt;b&gt;Vrai{F}?&lt;/b&gt;"


def test_plural_filter():
    assert _ecrire("{{ n }} jour{{ n|pluriel_fr }}", n=2) == "2 jours"


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Malo", "de Malo"), ("Erwan", "d’Erwan"), ("Élise", "d’Élise"), ("Œdipe", "d’Œdipe"), ("Hugo", "d’Hugo"),
        ("Hélène", "d’Hélène"), ("Yann", "de Yann"), ("Yves", "d’Yves"), ("Ýves", "d’Ýves"), ("", "de "),
        ("cantine", "de cantine"), ("accueil", "d’accueil"), ("Y", "d’Y"),
    ],
)  # fmt: skip
def test_names_elide_as_they_sound(nom, attendu):
    assert typo.de(nom) == attendu
