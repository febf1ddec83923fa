"""What public pages say of an activity comes from the rules and places of the bookings."""

from datetime import date, datetime, time

import pytest

from common import clock
from reservations.activites.enums import FormeDelai, Geste, Suite
from reservations.activites.models import Creneau, RegleDelai
from reservations.activites.phrases import delai_en_clair, exemple, regle_en_clair
from reservations.activites.services.delais import exemples
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
        (FormeDelai.SESSION, 0, "jusqu’au premier jour d’accueil des vacances, à\xa09\xa0h"),
        (
            FormeDelai.SESSION_FRANCS, 15,
            "jusqu’à 15 jours francs avant le premier jour d’accueil des vacances, à\xa09\xa0h",
        ),
        (FormeDelai.SESSION_FRANCS, 0, "jusqu’à la veille du premier jour d’accueil des vacances, à\xa09\xa0h"),
        (FormeDelai.OUVRABLES, 1, "jusqu’au jour ouvrable précédent, à\xa09\xa0h"),
        (FormeDelai.OUVRABLES, 3, "jusqu’à trois jours ouvrables avant, à\xa09\xa0h"),
        (FormeDelai.ECOLE, 1, "jusqu’au jour d’école précédent, à\xa09\xa0h"),
        (FormeDelai.FRANCS, 0, "jusqu’à la veille, à\xa09\xa0h"),
        (FormeDelai.FRANCS, 1, "jusqu’à un jour franc avant, à\xa09\xa0h"),
        (FormeDelai.FRANCS, 2, "jusqu’à deux jours francs avant, à\xa09\xa0h"),
    ],
)  # fmt: skip
def test_a_deadline_in_words(forme, valeur, phrase):
    assert delai_en_clair(forme, valeur, time(9)) == phrase


@pytest.mark.parametrize(
    ("forme", "valeur", "phrase"),
    [
        (FormeDelai.DERNIER, 0, "jusqu’au mardi précédent, à\xa09\xa0h"),
        (FormeDelai.DERNIER, 1, "jusqu’au mardi précédent, une semaine plus tôt, à\xa09\xa0h"),
        (FormeDelai.SEMAINE, 0, "jusqu’au mardi de la même semaine, à\xa09\xa0h"),
        (FormeDelai.SEMAINE, 1, "jusqu’au mardi de la semaine d’avant, à\xa09\xa0h"),
        (FormeDelai.SEMAINE, 2, "jusqu’au mardi, deux semaines avant, à\xa09\xa0h"),
    ],
)
def test_a_fixed_day_in_words(forme, valeur, phrase):
    assert delai_en_clair(forme, valeur, time(9), 1) == phrase


def test_a_rule_says_what_it_is_for_and_what_follows(ouverte):
    regle = RegleDelai(
        activite=ouverte.cantine, geste=Geste.RESERVER, forme=FormeDelai.OUVRES, valeur=2, heure=time(9), jours=[3, 0],
        formule=ouverte.formule, suite=Suite.MAJORATION, premiere_offerte=True,
    )  # fmt: skip
    assert regle_en_clair(regle) == (
        f"Réserver, le lundi et le jeudi, {ouverte.formule.nom}\xa0: jusqu’à deux jours ouvrés avant, à\xa09\xa0h "
        "sans majoration (la première fois de l’année scolaire est offerte au foyer)"
    )
    # Tuesday 10 November at ten: Thursday 12 closed on Monday.
    assert exemples(regle) == [
        "pour le lundi 16\xa0novembre\xa0: jusqu’au jeudi 12 à\xa09\xa0h",
        "pour le jeudi 19\xa0novembre\xa0: jusqu’au mardi 17 à\xa09\xa0h",
        "pour le lundi 23\xa0novembre\xa0: jusqu’au jeudi 19 à\xa09\xa0h",
    ]


def test_an_example_says_another_month_and_another_year():
    fuseau = clock.fuseau()
    assert exemple(date(2026, 12, 1), datetime(2026, 11, 27, 9, tzinfo=fuseau)) == (
        "pour le mardi 1er\xa0décembre\xa0: jusqu’au vendredi 27\xa0novembre à\xa09\xa0h"
    )
    assert "jusqu’au jeudi 31\xa0décembre 2026 à" in exemple(
        date(2027, 1, 4), datetime(2026, 12, 31, 9, tzinfo=fuseau)
    )


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
