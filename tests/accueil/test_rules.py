"""What a parent has to do: pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from espace_prive.accueil.rules import (
    Prochain,
    phrase_en_ordre,
    prochaine_echeance,
    prochaine_semaine,
    prochains_par_enfant,
)

MARDI_10, JEUDI_12, VENDREDI_13, LUNDI_16, MARDI_17 = (date(2026, 11, j) for j in (10, 12, 13, 16, 17))
MAINTENANT = datetime(2026, 11, 10, 9, tzinfo=UTC)


def limite(jour):
    return datetime.combine(jour - timedelta(days=2), time(9), tzinfo=UTC)


@pytest.mark.parametrize(
    ("ouverts", "reserves", "attendu"),
    [
        ([], [], None),
        ([MARDI_10, JEUDI_12], [], None),
        ([JEUDI_12, VENDREDI_13, LUNDI_16], [], (date(2026, 11, 9), False)),
        ([LUNDI_16, VENDREDI_13], [JEUDI_12], (date(2026, 11, 9), True)),
        ([LUNDI_16], [JEUDI_12], (LUNDI_16, False)),
    ],
)
def test_the_next_week_that_can_be_booked(ouverts, reserves, attendu):
    semaine = prochaine_semaine(ouverts, limite=limite, reserves=reserves, maintenant=MAINTENANT)
    assert (semaine and (semaine.lundi, semaine.reservee)) == attendu


ZOE, MALO = (Prochain(prenom, MARDI_10 + timedelta(days=7), "Cantine", mange=True) for prenom in ("Zoé", "Malo"))
EN_ORDRE = [
    # until when, next days, → the sentence
    (JEUDI_12, [], "Tout est en ordre jusqu’à jeudi. Aucun jour n’est réservé dans les deux semaines qui viennent."),
    (None, [ZOE, MALO], "Tout est en ordre. Zoé et Malo mangent mardi 17 novembre."),
    (
        datetime(2026, 11, 12, 9, tzinfo=UTC),
        [replace(ZOE, jour=VENDREDI_13), replace(MALO, jour=VENDREDI_13)],
        "Tout est en ordre jusqu’à jeudi. Zoé et Malo mangent vendredi.",
    ),
    (datetime(2026, 11, 10, 11, tzinfo=UTC), [replace(ZOE, jour=MARDI_10)],
     "Tout est en ordre jusqu’à 12 h. Zoé mange aujourd’hui."),
    (MARDI_17, [replace(MALO, jour=date(2026, 11, 11)), ZOE],
     "Tout est en ordre jusqu’au mardi 17 novembre. Malo mange demain. Zoé mange mardi 17 novembre."),
    (JEUDI_12, [Prochain("Malo", JEUDI_12, "Garderie")], "Tout est en ordre jusqu’à jeudi. Garderie jeudi pour Malo."),
]  # fmt: skip


@pytest.mark.parametrize(("jusque", "prochains", "attendu"), EN_ORDRE)
def test_nothing_to_do_is_said_in_facts(jusque, prochains, attendu):
    phrase = phrase_en_ordre(prochains, aujourdhui=MARDI_10, jusque=jusque)
    assert phrase.replace("\u00a0", " ") == attendu


def test_the_sentence_says_no_more_than_what_is_known():
    dite = phrase_en_ordre([], aujourdhui=MARDI_10, jusque=None, reserve=False, tout_connu=False)
    assert dite == "Rien ne vous est demandé."
    dite = phrase_en_ordre([], aujourdhui=MARDI_10, jusque=None, reserve=False, ouvert_d_ici="24 novembre")
    assert dite == "Tout est en ordre. Aucun jour n’est ouvert aux réservations d’ici au 24 novembre."


def test_of_each_child_the_next_day_is_told_and_a_meal_before_the_rest():
    lignes = [
        (1, "Zoé", VENDREDI_13, "accueil", "garderie"),
        (1, "Zoé", VENDREDI_13, "repas", "cantine"),
        (2, "Malo", LUNDI_16, "repas", "cantine"),
        (2, "Malo", JEUDI_12, "accueil", "garderie"),
    ]
    assert prochains_par_enfant(lignes, repas="repas") == [
        Prochain("Malo", JEUDI_12, "Garderie"),
        Prochain("Zoé", VENDREDI_13, "Cantine", mange=True),
    ]


def test_the_next_deadline_names_what_falls_together():
    mardi, mercredi = date(2026, 12, 1), date(2026, 12, 2)
    tot, tard = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC)
    trouvee = prochaine_echeance(
        [
            (tard, True, "cantine", "Zoé", mercredi),
            (tot, False, "cantine", "Malo", mardi),
            (tot, False, "garderie", "Zoé", mardi),
            (tot, True, "centre", "Zoé", mercredi),
        ]
    )
    assert trouvee.limite == tot
    phrase = "Dernier moment pour réserver : cantine et garderie, Malo et Zoé, mardi 1er décembre."
    assert trouvee.phrase.replace("\xa0", " ") == phrase
    assert prochaine_echeance([]) is None


def test_a_deadline_of_several_days_says_the_first():
    limite, jours = datetime(2026, 11, 30, 9, tzinfo=UTC), [date(2026, 12, 3), date(2026, 12, 1)]
    dite = prochaine_echeance((limite, True, "cantine", "Zoé", jour) for jour in jours)
    phrase = "Dernier moment pour annuler : cantine, Zoé, à partir du mardi 1er décembre."
    assert dite.phrase.replace("\xa0", " ") == phrase
