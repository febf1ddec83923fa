"""The towns' published prices to the cent, and what every grid must obey."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factures.tarifs.rules import (
    ARRONDIS,
    Bareme,
    Exterieur,
    GrilleInvalide,
    ParTranches,
    SituationDuFoyer,
    TauxEffort,
    Tranche,
    arrondir,
    tarifer,
)
from tests.factures.tarifs import baremes
from tests.factures.tarifs.baremes import par_tranches

D = Decimal
QUOTIENTS = st.decimals(min_value=0, max_value=99_999, places=2)
PRIX = st.decimals(min_value=0, max_value=50, places=2)


def prix(bareme, quotient=None, **situation):
    return tarifer(
        bareme, SituationDuFoyer(quotient=quotient if quotient is None else D(quotient), **situation)
    ).montant


def table(bareme, *lignes, **situation):
    """Give the cases of a grid: (grid, quotient, price, situation)."""
    return [pytest.param(bareme, q, p, situation, id=f"{q} → {p}") for q, p in lignes]


@pytest.mark.parametrize(
    ("bareme", "quotient", "montant", "situation"),
    [
        *table(
            baremes.DONGES_REPAS,
            ("0", "0.85"), ("499.99", "0.85"), ("500", "0.85"), ("500.01", "1.00"), ("640", "1.00"), ("1000", "1.00"),
            ("1000.01", "2.60"), ("1275", "2.60"), ("1275.01", "3.65"), ("1600", "3.65"), ("1600.01", "4.35"),
            ("9999999.99", "4.35"), (None, "4.35"),
        ),
        *table(
            baremes.DONGES_PERISCOLAIRE,
            ("500", "0.17"), ("500.01", "0.28"), ("1275", "0.45"), ("1500", "0.70"), ("1500.01", "0.80"),
            (None, "0.80"),
        ),
        *table(
            baremes.DONGES_DEMI_JOURNEE,
            ("0", "1.33"), ("317.99", "1.34"), ("316.66", "1.33"), ("640", "2.69"), ("800", "3.36"),
            ("1000", "4.20"), ("1273.81", "5.35"), ("1275", "5.35"), ("3000", "5.35"), (None, "5.35"),
        ),
        *table(
            baremes.DONGES_JOURNEE,
            ("0", "6.61"), ("316", "6.61"), ("318", "6.62"), ("800", "10.67"), ("1000", "12.35"),
            ("1275", "14.66"), ("1276", "14.66"), (None, "14.66"),
        ),
        *table(
            baremes.DONGES_DEMI_JOURNEE, ("0", "1.60"), ("1000", "5.04"), ("1275", "6.42"), (None, "6.42"),
            exterieur=True,
        ),
        *table(baremes.DONGES_JOURNEE, ("800", "12.80"), ("1000", "14.82"), (None, "17.59"), exterieur=True),
        *table(
            baremes.BOURGES,
            ("0", "5.88"), ("615", "5.88"), ("615.01", "5.88"), ("700", "7.08"), ("765", "7.99"), ("765.01", "7.99"),
            ("900", "9.64"), ("1015", "11.05"), ("1100", "12.41"), ("1215", "14.24"), ("1300", "14.94"),
            ("1351", "15.36"), ("1351.01", "15.36"), ("9000", "15.36"), (None, "15.36"),
        ),
        *table(baremes.BOURGES, ("0", "31.52"), ("900", "31.52"), (None, "31.52"), exterieur=True),
        *table(
            baremes.RONCQ_REPAS,
            ("0", "0.50"), ("399.99", "0.50"), ("400", "1.75"), ("639.99", "1.75"), ("640", "2.35"), ("860", "3.05"),
            ("1150", "3.55"), ("1500", "4.05"), ("1700", "4.60"), ("1899.99", "4.60"), ("1900", "4.90"),
            (None, "4.90"),
        ),
        *table(baremes.RONCQ_REPAS, ("0", "6.50"), ("1900", "6.50"), (None, "6.50"), exterieur=True),
        *table(baremes.RONCQ_DEMI_HEURE, ("399.99", "0.16"), ("400", "0.70"), ("1900", "1.45")),
        *table(
            baremes.WAVRIN,
            ("308", "3.77"), ("308.01", "5.53"), ("500", "5.53"), ("500.01", "7.86"), ("800", "7.86"),
            ("1100", "9.14"), ("1400", "10.19"), ("1400.01", "10.63"), (None, "10.63"),
        ),
        *table(baremes.WAVRIN, ("308", "3.42"), ("500", "5.00"), ("1400.01", "9.60"), rang=2, enfants=2),
        *table(baremes.WAVRIN, (None, "9.60"), rang=2, enfants=3),
        *table(baremes.WAVRIN, ("308", "3.10"), ("800", "6.42"), (None, "8.66"), rang=3, enfants=5),
        *table(baremes.WAVRIN, ("308", "2.82"), ("1100", "6.73"), (None, "7.82"), rang=4, enfants=5),
        *table(baremes.WAVRIN, ("308", "2.82"), ("1400", "7.50"), rang=5, enfants=5),
        *table(baremes.WAVRIN, ("308", "12.00"), ("500.01", "14.00"), (None, "17.00"), exterieur=True, rang=3),
        *table(baremes.FAY, ("0", "2.60"), ("722.22", "2.60"), ("1000", "3.60"), ("1250", "4.50"), ("5000", "4.50")),
        *table(baremes.SENE, ("0", "1.00"), ("700", "2.01"), ("3000", "5.97"), (None, "5.97")),
    ],
)  # fmt: skip
def test_the_towns_prices_to_the_cent(bareme, quotient, montant, situation):
    assert prix(bareme, quotient, **situation) == D(montant)


@pytest.mark.parametrize(
    ("ressources", "enfants", "montant"),
    [
        ("3000", 2, "1.55"), ("8500", 1, "5.26"), ("12000", 1, "5.26"), ("814.62", 1, "0.50"), ("0", 1, "0.50"),
        ("3000", 4, "0.93"), ("3000", 7, "0.93"), (None, 1, "5.26"), (None, 2, "4.39"),
    ],
)  # fmt: skip
def test_a_rate_on_the_months_income_by_number_of_children(ressources, enfants, montant):
    situation = SituationDuFoyer(ressources=ressources and D(ressources), enfants=enfants)
    assert tarifer(baremes.CRECHE, situation).montant == D(montant)


@pytest.mark.parametrize(
    ("arrondi", "montant"),
    [("proche", "1.34"), ("inferieur", "1.33"), ("superieur", "1.34"), ("cinq", "1.35"), ("dix", "1.30")],
)
def test_the_grid_says_how_it_rounds(arrondi, montant):
    """Donges' published floor, 0.420 % of 318 = 1.3356, is cut down; the house rounds half up."""
    taux = Bareme(TauxEffort((D("0.42"),), plafond=D(9)), arrondi=arrondi)
    assert prix(taux, "318") == D(montant)


def test_half_a_cent_goes_up_and_a_rate_may_be_rounded_before_it_is_multiplied():
    assert prix(Bareme(TauxEffort((D("0.5"),), plafond=D(9))), "201") == D("1.01")
    journee = TauxEffort((D("0.42"),), plafond=D(20), multiple=2, supplement=D("3.95"))
    assert prix(Bareme(journee), "1275") == D("14.66")
    assert prix(Bareme(replace(journee, arrondir_avant=True)), "1275") == D("14.67")


def test_a_reduction_by_rank_or_by_number():
    bubry = par_tranches((None, "3.00"), fratrie="rang", reductions=(D(0), D(0), D(50)))
    assert [prix(bubry, "600", rang=r, enfants=4) for r in (1, 2, 3, 4)] == [D(3), D(3), D("1.50"), D("1.50")]
    nombre = par_tranches((None, "3.00"), fratrie="nombre", reductions=(D(0), D(10)))
    assert [prix(nombre, "600", rang=1, enfants=n) for n in (1, 2, 3)] == [D(3), D("2.70"), D("2.70")]
    dehors = replace(bubry, exterieur=Exterieur("majoration", D(20)))
    assert prix(dehors, "600", rang=3, enfants=3, exterieur=True) == D("1.80")


@pytest.mark.parametrize(
    ("quotient", "montant"), [("499.99", "0.85"), ("500", "1.00"), ("1000", "2.60"), ("1600", "4.35")]
)
def test_a_town_may_put_the_bound_in_the_next_bracket(quotient, montant):
    assert prix(par_tranches(*baremes.REPAS_DONGES, haute=False), quotient) == D(montant)


def test_without_a_quotient_one_pays_the_highest_price_of_ones_column():
    inconnu = tarifer(baremes.DONGES_REPAS, SituationDuFoyer())
    assert (inconnu.montant, inconnu.quotient, inconnu.inconnu) == (D("4.35"), None, True)
    assert not tarifer(par_tranches((None, "3.00")), SituationDuFoyer()).inconnu


@given(st.sampled_from(baremes.TOUS), QUOTIENTS, QUOTIENTS, st.integers(1, 6), st.integers(1, 6), st.booleans())
def test_a_higher_quotient_never_pays_less_nor_more_than_an_unknown_one(bareme, a, b, rang, enfants, exterieur):
    bas, haut = (tarifer(bareme, SituationDuFoyer(q, q, exterieur, rang, enfants)).montant for q in sorted((a, b)))
    assert bas <= haut <= tarifer(bareme, SituationDuFoyer(None, None, exterieur, rang, enfants)).montant


@given(
    st.sampled_from(sorted(ARRONDIS)), st.decimals(0, 20, places=4), PRIX, PRIX, st.integers(1, 4), PRIX, QUOTIENTS,
    st.booleans(),
)  # fmt: skip
def test_a_rate_never_goes_below_its_floor_nor_above_its_ceiling(arrondi, taux, a, b, fois, plus, quotient, avant):
    plancher, plafond = sorted((a, b))
    regle = TauxEffort(
        (taux,), plancher=plancher, plafond=plafond, multiple=fois, supplement=plus, arrondir_avant=avant
    )
    montant = prix(Bareme(regle, arrondi=arrondi), quotient)
    pas, _ = ARRONDIS[arrondi]
    # A floor that is no multiple of the town's step is rounded like any price.
    assert arrondir(plancher, arrondi) <= montant <= arrondir(plafond, arrondi)
    if pas == D("0.01"):
        assert plancher <= montant <= plafond


@given(
    st.sampled_from(baremes.TOUS), st.none() | QUOTIENTS, st.integers(1, 8), st.integers(1, 8), st.booleans(),
    st.sampled_from(sorted(ARRONDIS)),
)  # fmt: skip
def test_a_price_is_a_decimal_to_the_cent(bareme, quotient, rang, enfants, exterieur, arrondi):
    trouve = tarifer(replace(bareme, arrondi=arrondi), SituationDuFoyer(quotient, quotient, exterieur, rang, enfants))
    assert type(trouve.montant) is Decimal
    assert trouve.montant.as_tuple().exponent == -2
    assert trouve.montant >= 0


@given(QUOTIENTS)
def test_inside_a_bracket_the_price_stays_between_its_two_prices(quotient):
    trouve = tarifer(baremes.BOURGES, SituationDuFoyer(quotient))
    if trouve.prix_haut is not None:
        assert trouve.prix_bas <= trouve.montant <= trouve.prix_haut


@given(
    st.lists(QUOTIENTS, unique=True, max_size=8).map(sorted),
    st.lists(PRIX, min_size=9, max_size=9),
    st.booleans(),
    QUOTIENTS,
)
def test_every_quotient_falls_in_exactly_the_bracket_that_the_price_names(bornes, montants, haute, quotient):
    tranches = tuple(zip([*bornes, None], montants, strict=False))
    trouve = tarifer(
        Bareme(ParTranches(tuple(Tranche(b, (m,)) for b, m in tranches), borne_haute_comprise=haute)),
        SituationDuFoyer(quotient),
    )
    assert (trouve.a, trouve.montant) in tranches
    de, a = trouve.de, trouve.a
    assert de is None or de < quotient or (de == quotient and not haute)
    assert a is None or quotient < a or (quotient == a and haute)


UN = (None, "1")
PLAFOND = {"plafond": D(3)}


@pytest.mark.parametrize(
    "faire",
    [
        lambda: ParTranches(()),
        lambda: par_tranches(("500", "1")),
        lambda: par_tranches(("500", "1"), ("500", "2"), UN),
        lambda: par_tranches(("900", "1"), ("500", "2"), UN),
        lambda: par_tranches(UN, UN),
        lambda: par_tranches(("-1", "1"), UN),
        lambda: par_tranches((None, "-1")),
        lambda: par_tranches((None, ())),
        lambda: par_tranches(("500", ("1", "2")), UN, fratrie="rang"),
        lambda: par_tranches((None, ("1", "2"))),
        lambda: par_tranches(UN, reductions=(D(10),)),
        lambda: par_tranches(UN, fratrie="rang", reductions=(D(101),)),
        lambda: par_tranches(UN, exterieur=Exterieur("colonne")),
        lambda: par_tranches(UN, arrondi="autrement"),
        lambda: Exterieur("majoration"),
        lambda: Exterieur("prix", D(-1)),
        lambda: Exterieur("colonne", D(1)),
        lambda: ParTranches((Tranche(None, (D(1),), prix_haut=D(2)),)),
        lambda: ParTranches((Tranche(D(5), (D(2),), prix_haut=D(1)), Tranche(None, (D(2),)))),
        lambda: ParTranches((Tranche(D(5), (D(2),), exterieur=D(9)), Tranche(None, (D(2),)))),
        lambda: TauxEffort((), **PLAFOND),
        lambda: TauxEffort((D(-1),), **PLAFOND),
        lambda: TauxEffort((D(1),), plancher=D(1)),
        lambda: TauxEffort((D(1),), plancher=D(4), **PLAFOND),
        lambda: TauxEffort((D(1),), multiple=0, **PLAFOND),
        lambda: TauxEffort((D(1),), supplement=D(-1), **PLAFOND),
    ],
)
def test_a_grid_with_a_hole_an_overlap_or_a_negative_price_is_refused(faire):
    with pytest.raises(GrilleInvalide):
        faire()
