"""A whole page's prices in a few queries, whatever the number of foyers and days, and whatever the form."""

from datetime import date
from decimal import Decimal

import pytest

from espace_prive.famille.models import QuotientFamilial, Rattachement
from factures.facturation import services as facturation
from factures.facturation.models import LigneFacture
from factures.tarifs.models import Grille
from factures.tarifs.services import Tarificateur
from tests.factories.commune import grille_de
from tests.factories.famille import EnfantFactory, famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

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
    grille_de(donges.formule, [(None, "4.60")], du=date(2026, 11, 1))
    tarifs = Tarificateur([donges.formule.pk], [])
    assert tarifs.prix(donges.formule.pk, None, date(2026, 10, 31)).montant == D("4.35")
    assert tarifs.prix(donges.formule.pk, None, date(2026, 11, 1)).montant == D("4.60")


@pytest.mark.parametrize("foyers", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_families(donges, django_assert_num_queries, foyers):
    maisons = [famille(donges, quotient="640") for _ in range(foyers)]
    with django_assert_num_queries(3):
        tarifs = Tarificateur([donges.formule.pk], [m.foyer.pk for m in maisons])
        assert all(tarifs.prix(donges.formule.pk, m.foyer.pk, JOUR).montant == 1 for m in maisons)


def wavrin(donges, **champs):
    """Put in place of Donges' grid one by rank of the child, with a price apart for the outside."""
    Grille.objects.all().delete()
    champs = {"fratrie": "rang", "exterieur": "prix", "exterieur_valeur": D("14")} | champs
    return grille_de(donges.formule, [("500", ("5.53", "5.00", "4.53")), (None, ("7.86", "7.10", "6.42"))], **champs)


@pytest.mark.parametrize("foyers", [3, 30])
def test_siblings_and_the_outside_cost_two_queries_for_all(donges, django_assert_num_queries, foyers):
    wavrin(donges)
    maisons = [famille(donges, quotient="640", enfants=2, hors_commune=i % 2) for i in range(foyers)]
    with django_assert_num_queries(5):
        tarifs = Tarificateur([donges.formule.pk], [m.foyer.pk for m in maisons])
        prix = [[tarifs.prix(donges.formule.pk, m.foyer.pk, JOUR, e.pk).montant for e in m.enfants] for m in maisons]
    assert prix[:2] == [[D("7.86"), D("7.10")], [D(14), D(14)]]


def test_the_rank_is_by_birth_among_those_who_live_there_that_day(donges):
    wavrin(donges)
    maison = famille(donges, quotient="640", enfants=1)
    (petit,) = maison.enfants
    grand, parti, ailleurs = (EnfantFactory(naissance=date(an, 1, 1)) for an in (2015, 2014, 2013))
    Rattachement.objects.create(enfant=grand, foyer=maison.foyer, du=date(2026, 10, 1))
    Rattachement.objects.create(enfant=parti, foyer=maison.foyer, du=date(2026, 1, 1), au=date(2026, 9, 30))
    tarifs = Tarificateur([donges.formule.pk], [maison.foyer.pk])

    def prix(enfant, jour):
        return tarifs.prix(donges.formule.pk, maison.foyer.pk, jour, enfant.pk).montant

    assert prix(petit, JOUR) == D("7.10")
    assert prix(grand, JOUR) == D("7.86")
    assert prix(petit, date(2026, 9, 30)) == D("7.10")
    assert prix(ailleurs, JOUR) == D("7.86"), "a child who does not live there counts alone"


def test_a_grid_of_their_own_prices_those_from_elsewhere(donges):
    grille_de(donges.formule, [(None, "6.50")], pour=2, du=date(2026, 10, 1))
    ici, ailleurs = famille(donges, quotient="640"), famille(donges, quotient="640", hors_commune=True)
    tarifs = Tarificateur([donges.formule.pk], [ici.foyer.pk, ailleurs.foyer.pk])

    def prix(maison, jour=JOUR):
        return tarifs.prix(donges.formule.pk, maison.foyer.pk, jour).montant

    assert (prix(ici), prix(ailleurs)) == (D("1.00"), D("6.50"))
    assert prix(ailleurs, date(2026, 9, 30)) == D("1.00"), "before it begins, the grid for all"


def test_the_invoice_bills_each_child_at_its_own_price_and_says_why(donges):
    grille = wavrin(donges)
    maison = famille(donges, quotient="640", enfants=3)
    reserver_jours(maison, donges, jours_d_ecole(JOUR)[:2])
    facturation.lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 11, 30), par=None)
    lignes = LigneFacture.objects.order_by("pk")
    assert [(li.quantite, li.prix_unitaire, li.explication) for li in lignes] == [
        (2, D(prix), f"Quotient familial 640\u00a0: tranche au-delà de 500, {rang} enfant")
        for prix, rang in (("7.86", "1er"), ("7.10", "2e"), ("6.42", "3e"))
    ]
    grille.refresh_from_db()
    assert grille.facturee_jusquau == jours_d_ecole(JOUR)[1]
