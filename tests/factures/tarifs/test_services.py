"""A whole page's prices in three queries, whatever the number of foyers and days."""

from datetime import date
from decimal import Decimal

import pytest

from espace_prive.famille.models import QuotientFamilial
from factures.tarifs.models import Grille, Tranche
from factures.tarifs.services import Tarificateur
from tests.factories.famille import famille

D = Decimal
JOUR = date(2026, 10, 5)


@pytest.mark.feature("F148")
def test_the_price_follows_the_quotient_in_force_that_day(donges):
    maison = famille(donges, quotient=None)
    foyer = maison.foyer
    QuotientFamilial.objects.create(
        foyer=foyer, valeur=D("500"), source="caf", date_effet=date(2026, 9, 1), date_fin=date(2026, 9, 30)
    )
    QuotientFamilial.objects.create(foyer=foyer, valeur=D("500.01"), source="caf", date_effet=date(2026, 10, 1))
    tarifs = Tarificateur([donges.formule.pk], [foyer.pk])
    assert tarifs.prix(donges.formule.pk, foyer.pk, date(2026, 9, 30)).montant == D("0.85")
    assert tarifs.prix(donges.formule.pk, foyer.pk, date(2026, 10, 1)).montant == D("1.00")
    assert tarifs.prix(donges.formule.pk, foyer.pk, date(2026, 8, 31)).montant == D("4.35")


def test_a_third_party_payer_and_an_unknown_foyer_pay_the_highest(donges):
    tarifs = Tarificateur([donges.formule.pk], [])
    assert tarifs.prix(donges.formule.pk, None, JOUR).montant == D("4.35")


def test_no_grid_no_price(donges):
    tarifs = Tarificateur([donges.formule.pk], [])
    assert tarifs.prix(donges.formule.pk, None, date(2024, 8, 31)) is None
    assert tarifs.prix(donges.formule.pk + 1, None, JOUR) is None


def test_a_new_grid_takes_over_on_its_day(donges):
    donges.grille.au = date(2026, 10, 31)
    donges.grille.save()
    suite = Grille.objects.create(formule=donges.formule, nom="Restauration scolaire", du=date(2026, 11, 1))
    Tranche.objects.create(grille=suite, jusqua=None, prix=D("4.60"))
    tarifs = Tarificateur([donges.formule.pk], [])
    assert tarifs.prix(donges.formule.pk, None, date(2026, 10, 31)).montant == D("4.35")
    assert tarifs.prix(donges.formule.pk, None, date(2026, 11, 1)).montant == D("4.60")


@pytest.mark.parametrize("foyers", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_families(donges, django_assert_num_queries, foyers):
    maisons = [famille(donges, quotient="640") for _ in range(foyers)]
    with django_assert_num_queries(3):
        tarifs = Tarificateur([donges.formule.pk], [m.foyer.pk for m in maisons])
        assert all(tarifs.prix(donges.formule.pk, m.foyer.pk, JOUR).montant == 1 for m in maisons)
