"""How a price was obtained, in one sentence a form."""

from dataclasses import replace
from decimal import Decimal

import pytest

from common.words.typo import FINE as F
from common.words.typo import INSECABLE as I
from factures.tarifs.phrases import expliquer, pourcent, tranche
from factures.tarifs.rules import Bareme, SituationDuFoyer, TauxEffort, tarifer
from tests.factures.tarifs import baremes
from tests.factures.tarifs.baremes import par_tranches

D = Decimal
VOTE = Bareme(TauxEffort((D("0.5"),), plancher=D(1), plafond=D(3)))
BUBRY = par_tranches((None, "3.00"), fratrie="rang", reductions=(D(0), D(0), D(50)))


@pytest.mark.parametrize(
    ("bareme", "quotient", "situation", "phrase"),
    [
        (baremes.DONGES_REPAS, "640", {}, f"Quotient familial 640{I}: tranche de 500,01 à 1{F}000"),
        (baremes.DONGES_REPAS, "500", {}, f"Quotient familial 500{I}: tranche jusqu’à 500"),
        (baremes.DONGES_REPAS, "1600.01", {}, f"Quotient familial 1{F}600,01{I}: tranche au-delà de 1{F}600"),
        (baremes.DONGES_REPAS, None, {}, f"Aucun quotient connu{I}: tarif le plus élevé"),
        (par_tranches((None, "3.00")), None, {}, "Prix unique, quel que soit le quotient"),
        (VOTE, "500", {}, f"Taux d’effort 0,5{F}% × 500 = 2,50{F}€"),
        (VOTE, "640", {}, f"Taux d’effort 0,5{F}% × 640 = 3,20{F}€, ramené au maximum de 3,00{F}€"),
        (VOTE, "100", {}, f"Taux d’effort 0,5{F}% × 100 = 0,50{F}€, porté au minimum de 1,00{F}€"),
        (VOTE, None, {}, f"Aucun quotient connu{I}: tarif le plus élevé"),
        (
            baremes.DONGES_JOURNEE, "800", {"exterieur": True},
            f"Taux d’effort 0,42{F}% × 800 × 2 + 3,95{F}€ = 10,67{F}€, hors commune{I}: 20{F}% de plus",
        ),
        (
            baremes.BOURGES, "700", {},
            f"Quotient familial 700{I}: tranche de 615,01 à 765, à proportion entre 5,88{F}€ et 7,99{F}€",
        ),
        (baremes.BOURGES, "700", {"exterieur": True}, f"Hors commune{I}: prix unique"),
        (baremes.WAVRIN, "500", {"rang": 2}, f"Quotient familial 500{I}: tranche de 308,01 à 500, 2e enfant"),
        (
            baremes.WAVRIN, "500", {"exterieur": True},
            f"Quotient familial 500{I}: tranche de 308,01 à 500, hors commune",
        ),
        (baremes.WAVRIN, None, {"rang": 1}, f"Aucun quotient connu{I}: tarif le plus élevé, 1er enfant"),
        (BUBRY, "600", {"rang": 3}, f"Prix unique, quel que soit le quotient, 3e enfant{I}: 50{F}% de moins"),
        (baremes.CRECHE, None, {"enfants": 2}, f"Ressources inconnues{I}: tarif le plus élevé, 2{I}enfants"),
    ],
)  # fmt: skip
def test_the_sentence_says_how_the_price_was_obtained(bareme, quotient, situation, phrase):
    assert expliquer(tarifer(bareme, SituationDuFoyer(quotient and D(quotient), **situation))) == phrase


def test_a_rate_on_the_income_says_so():
    prix = tarifer(baremes.CRECHE, SituationDuFoyer(ressources=D(3000), enfants=2))
    assert expliquer(prix) == f"Taux d’effort 0,0516{F}% × 3{F}000{F}€ par mois = 1,55{F}€, 2{I}enfants"


def test_no_sentence_is_longer_than_what_an_invoice_keeps():
    long = replace(baremes.DONGES_JOURNEE, fratrie="rang", reductions=(D("12.75"),))
    assert len(expliquer(tarifer(long, SituationDuFoyer(D("123456.78"), exterieur=True)))) < 300


def test_a_bracket_whose_lower_bound_is_included_reads_so():
    assert tranche(D("500"), D("1000"), borne_haute_comprise=False) == "de 500 à 999,99"
    assert tranche(None, D("500"), borne_haute_comprise=False) == "moins de 500"
    assert tranche(D("1600"), None, borne_haute_comprise=False) == "à partir de 1\u202f600"
    assert tranche(None, None) == "unique"


@pytest.mark.parametrize(
    ("valeur", "texte"), [("0.420", "0,42"), ("20.00", "20"), ("0.0619", "0,0619"), ("12.5", "12,5"), ("0", "0")]
)
def test_a_rate_is_written_without_idle_zeros(valeur, texte):
    assert pourcent(D(valeur)) == f"{texte}{F}%"
