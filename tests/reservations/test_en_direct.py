"""What public pages say of an activity comes from the rules and places of the bookings."""

from datetime import date, datetime, time

import pytest

from common import clock
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import Creneau, RegleDelai
from reservations.activites.phrases import delai_en_clair
from reservations.activites.templatetags.activites import activite_en_direct
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("forme", "valeur", "phrase"),
    [
        (FormeDelai.OUVRES, 0, "le jour même, avant 9\xa0h"),
        (FormeDelai.OUVRES, 1, "jusqu’au jour ouvré précédent, à\xa09\xa0h"),
        (FormeDelai.OUVRES, 2, "jusqu’à deux jours ouvrés avant, à\xa09\xa0h"),
        (FormeDelai.JOURS, 0, "le jour même, avant 9\xa0h"),
        (FormeDelai.JOURS, 1, "jusqu’à la veille, à\xa09\xa0h"),
        (FormeDelai.JOURS, 28, "jusqu’à 28 jours avant, à\xa09\xa0h"),
        (FormeDelai.SESSION, 7, "jusqu’à une semaine avant le premier jour d’accueil des vacances, à\xa09\xa0h"),
        (FormeDelai.SESSION, 28, "jusqu’à quatre semaines avant le premier jour d’accueil des vacances, à\xa09\xa0h"),
        (FormeDelai.SESSION, 10, "jusqu’à dix jours avant le premier jour d’accueil des vacances, à\xa09\xa0h"),
    ],
)
def test_a_deadline_in_words(forme, valeur, phrase):
    assert delai_en_clair(forme, valeur, time(9)) == phrase


def test_agents_choose_a_deadline_of_a_session_by_what_it_counts_from():
    # The holidays of Toussaint start on a Saturday: the rule counts from the first day that is worked.
    assert FormeDelai.SESSION.label == "jours avant le premier jour d’accueil de la période"


@pytest.mark.feature("F014")
def test_it_follows_the_rules_and_the_places(ouverte):
    direct = activite_en_direct("restauration-scolaire")
    assert direct.delais == [
        "Réserver ou annuler\xa0: jusqu’à deux jours ouvrés avant, à\xa09\xa0h",
        "Signaler une absence\xa0: le jour même, avant 9\xa0h",
    ]
    assert direct.ecoles == ["École Aimé-Césaire"]
    # Tuesday 10 November, 10 o'clock: Friday closed at 9 (the 11th is a holiday), Monday is open until Thursday.
    assert direct.prochain == date(2026, 11, 16)
    assert direct.limite == datetime(2026, 11, 12, 9, tzinfo=clock.fuseau())
    assert direct.jusquau == ouverte.annee.au or direct.jusquau.weekday() in (0, 1, 3, 4)


def test_a_full_or_closed_day_is_not_proposed(ouverte):
    Creneau.objects.filter(date="2026-11-16").update(ferme=True, motif="Travaux")
    Creneau.objects.filter(date="2026-11-17").update(places=0)
    assert activite_en_direct("restauration-scolaire").prochain == date(2026, 11, 19)
    Creneau.objects.update(ferme=True, motif="Travaux")
    direct = activite_en_direct("restauration-scolaire")
    assert (direct.prochain, direct.limite, direct.jusquau) == (None, None, None)


def test_a_changed_rule_changes_the_page(ouverte):
    RegleDelai.objects.filter(geste=Geste.ANNULER).update(valeur=1)
    assert (
        "Annuler\xa0: jusqu’au jour ouvré précédent, à\xa09\xa0h" in activite_en_direct("restauration-scolaire").delais
    )


def test_an_unknown_activity_says_nothing(ouverte):
    assert activite_en_direct("") is None
    assert activite_en_direct("disparue") is None


def test_it_costs_few_statements(ouverte):
    activite_en_direct("restauration-scolaire")
    with requetes() as faites:
        activite_en_direct("restauration-scolaire")
    assert len(faites) <= 7, str(faites)
