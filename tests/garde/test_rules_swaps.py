"""Which half-days can be proposed, and who may do what of a proposal."""

from datetime import date, timedelta
from itertools import product

import pytest

from espace_prive.garde.enums import TONS_DES_SWAPS, EtatDeSwap
from espace_prive.garde.rules import Borne
from espace_prive.garde.rules_swaps import (
    TRANSITIONS,
    CoteDuSwap,
    GesteDeSwap,
    juger_le_geste,
    refuser_les_demis,
    suivant,
    trier_les_demis,
)

JOUR = date(2026, 11, 9)
DEMAIN, HIER = JOUR + timedelta(days=1), JOUR - timedelta(days=1)
MIEN, AUTRE, TIERS = 1, 2, 3


def test_the_table_of_gestures_is_the_only_one():
    """Every state, gesture and side: what the table does not say is refused, and nothing leads nowhere."""
    for etat, geste, cote in product(EtatDeSwap.values, GesteDeSwap, CoteDuSwap):
        non = juger_le_geste(etat, geste, cote, du=DEMAIN, aujourdhui=JOUR)
        attendu = TRANSITIONS.get((etat, geste))
        if attendu is None:
            assert non.code == "repondue"
        elif attendu[0] != cote:
            assert non.code == "qui"
        else:
            assert non is None
            assert suivant(etat, geste) in EtatDeSwap.values
    assert set(TONS_DES_SWAPS) == set(EtatDeSwap)


@pytest.mark.parametrize("geste", ["accepter", "refuser", "repondre"])
def test_nobody_answers_once_the_first_day_is_past(geste):
    geste = GesteDeSwap(geste)
    assert juger_le_geste("propose", geste, CoteDuSwap.AUTRE, du=HIER, aujourdhui=JOUR).code == "passee"
    assert juger_le_geste("propose", geste, CoteDuSwap.AUTRE, du=JOUR, aujourdhui=JOUR) is None


def test_what_is_ticked_goes_to_the_other_home():
    un, deux = Borne(DEMAIN, 0), Borne(DEMAIN, 1)
    voulues = trier_les_demis([deux, un, un], {un: MIEN, deux: AUTRE}, MIEN)
    assert (voulues.donnees, voulues.prises, voulues.toutes) == ((un,), (deux,), (un, deux))


@pytest.mark.parametrize(
    ("jours", "chez", "deja", "code"),
    [
        ([], MIEN, [], "vide"),
        ([HIER, DEMAIN], MIEN, [], "passe"),
        ([DEMAIN, JOUR + timedelta(days=36)], MIEN, [], "trop"),
        ([DEMAIN], None, [], "inconnu"),
        ([DEMAIN], TIERS, [], "inconnu"),
        ([DEMAIN], AUTRE, [DEMAIN], "deja"),
        ([JOUR, DEMAIN], AUTRE, [JOUR + timedelta(days=2)], None),
    ],
)
def test_the_half_days_that_cannot_be_proposed(jours, chez, deja, code):
    demis = [Borne(j, 0) for j in jours]
    non = refuser_les_demis(
        demis, dict.fromkeys(demis, chez), foyers=(MIEN, AUTRE), aujourdhui=JOUR, deja=[Borne(j, 0) for j in deja]
    )
    assert (non and non.code) == code
