"""An absence decided on after its invoice: the next closing takes back, or asks, the difference, to the cent."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages_hypothesis
from hypothesis import strategies as st

from common.errors import Refus
from factures.facturation import services
from factures.facturation.enums import Nature
from factures.facturation.models import Consommation, Facture, LigneFacture
from factures.facturation.rules_regularisations import ce_qui_reste
from factures.facturation.services.journal import a_facturer
from factures.paiements.services.imputations import credit
from factures.tarifs.models import Majoration
from reservations.activites.rules_consommations import AConsommer
from reservations.planning.enums import EffetAbsence, GesteAbsence
from reservations.planning.models import Absence, Reservation
from reservations.planning.services.decisions import changer_effet
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

D = Decimal
OCTOBRE, NOVEMBRE, DECEMBRE = (date(2026, mois, 1) for mois in (10, 11, 12))
ECHEANCE = date(2027, 2, 28)
DU = EffetAbsence.CARENCE
LIBRE, PAYE, SAUF = EffetAbsence.NON_FACTUREE, EffetAbsence.FACTUREE, EffetAbsence.A_JUSTIFIER
DU_JOUR = AConsommer("reservation", "reservation", 1, 1, 1, 1, 1, 1, 1, OCTOBRE, OCTOBRE)


@pytest.mark.parametrize(
    ("decisions", "due", "billees", "clos", "attendu"),
    [
        # In its own month.
        ((), True, {}, False, (0, 1)),
        ((), False, {}, False, None),
        ((), True, {0: 1}, True, None),
        # Its invoice was cancelled: billed again, even if it is no more due, where its credit stays.
        ((), False, {7: -1}, True, (0, 1)),
        ((), True, {7: -1, 8: 1}, True, (0, 1)),
        # With a later month: taken back once, asked again once.
        ((7,), False, {0: 1}, True, (7, -1)),
        ((7,), False, {0: 1, 7: -1}, True, None),
        ((7,), True, {0: 1}, True, None),
        ((7, 8), True, {0: 1, 7: -1}, True, (8, 1)),
        ((7, 8, 9), False, {0: 1, 7: -1, 8: 1}, True, (9, -1)),
        # The invoice of the first decision was cancelled: its number serves again.
        ((7, 8), True, {0: 1, 8: 1}, True, (7, -1)),
        # Never billed: nothing to take back; due at last, it is asked when its own month is over.
        ((7,), False, {}, True, None),
        ((7,), True, {}, True, (0, 1)),
        ((7,), True, {}, False, None),
        # Its invoice is cancelled and not made again yet: that one will have it.
        ((7,), False, {7: -1}, True, None),
    ],
)
def test_what_is_left_to_bill_of_a_thing(decisions, due, billees, clos, attendu):
    chose = DU_JOUR._replace(decisions=decisions, due=due)
    reste = ce_qui_reste(chose, {chose.chose: billees} if billees else {}, clos=clos)
    assert (reste and (reste.decision, reste.quantite)) == attendu


@pytest.fixture
def maison(donges):
    Majoration.objects.create(
        activite=donges.cantine, nature=3, forme="pourcent", valeur=D("33.33"), du=date(2026, 9, 1)
    )
    maison = famille(donges, quotient="640")
    reserver_jours(maison, donges, [*jours_d_ecole(OCTOBRE)[:3], *jours_d_ecole(NOVEMBRE)[:2]])
    return maison


def signalee(rang=0, effet=PAYE):
    reservation = Reservation.objects.order_by("date")[rang]
    return Absence.objects.create(reservation=reservation, motif="maladie", effet=effet, phrase="x")


def decider(absence, effet, phrase="Certificat accepté."):
    changer_effet(absence, geste=GesteAbsence.DECISION, effet=effet, phrase=phrase, par=None)


def cloturer(donges, mois):
    return services.lancer_cloture(regie=donges.regie, mois=mois, echeance=ECHEANCE, par=None)


@pytest.fixture
def plus_tard(settings):
    settings.HORLOGE = "2027-01-05T10:00:00+01:00"


def total():
    return Facture.objects.aggregate(t=Sum("total"))["t"]


@pytest.mark.feature("F144")
@pytest.mark.parametrize(("avant", "apres"), list(product((PAYE, DU, SAUF, LIBRE), repeat=2)))
def test_decided_before_or_after_the_closing_the_family_pays_the_same(donges, maison, plus_tard, avant, apres):
    """Two families: for one it is decided before its invoice, for the other after; surcharges follow."""
    tardive = signalee(effet=avant)
    autre = famille(donges, quotient="640")
    reserver_jours(autre, donges, [*jours_d_ecole(OCTOBRE)[:3], *jours_d_ecole(NOVEMBRE)[:2]])
    premiere = Reservation.objects.filter(payeur=autre.payeur).order_by("date")[0]
    decider(Absence.objects.create(reservation=premiere, motif="maladie", effet=avant, phrase="x"), apres)
    cloturer(donges, OCTOBRE)
    decider(tardive, apres)
    cloturer(donges, NOVEMBRE)
    sommes = [Facture.objects.filter(payeur=m.payeur).aggregate(t=Sum("total"))["t"] for m in (maison, autre)]
    attendu = D("5.00") + {PAYE: D("0.33"), DU: D("0.00"), SAUF: D("0.00"), LIBRE: D("-1.00")}[apres]
    assert sommes == [attendu, attendu]


@pytest.mark.feature("F144")
def test_a_credit_is_a_line_that_says_why_at_the_price_of_the_invoice(donges, maison, plus_tard):
    absence = signalee()
    cloturer(donges, OCTOBRE)
    # The quotient is corrected meanwhile: what is given back is what was paid.
    maison.foyer.quotients.update(valeur=D("100"))
    decider(absence, LIBRE)
    cloturer(donges, NOVEMBRE)
    facture = Facture.objects.get(mois=NOVEMBRE)
    rendues = facture.lignes.filter(montant__lt=0)
    assert sorted(rendues.values_list("quantite", "montant")) == [(-1, D("-1.00")), (-1, D("-0.33"))]
    ligne = rendues.order_by("montant")[0]
    assert ligne.libelle.endswith("repas, régularisation")
    assert (ligne.explication, ligne.jours) == ("Certificat accepté.", [absence.reservation.date.isoformat()])
    assert not a_facturer(donges.regie, DECEMBRE)


@pytest.mark.feature("F144")
def test_a_credit_larger_than_the_month_is_an_avoir_that_the_next_invoice_uses(donges, maison, plus_tard, settings):
    absences = [signalee(rang) for rang in range(3)]
    Reservation.objects.filter(date=jours_d_ecole(NOVEMBRE)[1]).delete()
    cloturer(donges, OCTOBRE)
    for absence in absences:
        decider(absence, LIBRE)
    cloturer(donges, NOVEMBRE)
    avoir = Facture.objects.get(mois=NOVEMBRE)
    assert (avoir.nature, avoir.total, avoir.corrige, avoir.echeance) == (Nature.AVOIR, D("-2.99"), None, None)
    assert credit(maison.payeur, donges.regie) == D("2.99")
    with pytest.raises(Refus):
        services.corriger(avoir, motif="x", par=None)
    reserver_jours(maison, donges, [*jours_d_ecole(DECEMBRE)[:4]])
    cloturer(donges, DECEMBRE)
    assert Facture.objects.avec_reste().get(mois=DECEMBRE).reste == D("1.01")


def test_undone_it_is_asked_again_and_cancelled_invoices_change_nothing(donges, maison, plus_tard):
    absence = signalee(effet=SAUF)
    cloturer(donges, OCTOBRE)
    decider(absence, LIBRE)
    cloturer(donges, NOVEMBRE)
    assert total() == D("4.00")
    decider(absence, SAUF, "Décision annulée.")
    reserver_jours(maison, donges, jours_d_ecole(DECEMBRE)[:1])
    cloturer(donges, DECEMBRE)
    assert total() == D("6.00")
    for mois in (OCTOBRE, NOVEMBRE):
        facture = Facture.objects.get(mois=mois, nature=Nature.FACTURE, avoir__isnull=True)
        services.corriger(facture, motif="Erreur", par=None)
        services.refacturer(facture, echeance=ECHEANCE, par=None)
        assert total() == D("6.00")


def test_accepted_before_the_closing_and_undone_after_it_is_billed_with_the_next_month(donges, maison, plus_tard):
    absence = signalee(effet=SAUF)
    decider(absence, LIBRE)
    cloturer(donges, OCTOBRE)
    assert total() == D("2.00")
    decider(absence, SAUF)
    cloturer(donges, NOVEMBRE)
    assert total() == D("5.00")
    assert Consommation.objects.filter(source_id=absence.reservation_id).count() == 1
    assert LigneFacture.objects.filter(libelle__endswith="régularisation").count() == 0


GESTES = st.lists(
    st.tuples(st.sampled_from(["libre", "paye", "sauf", "cloturer", "corriger"]), st.integers(0, 4)), max_size=12
)


def jouer(donges, absences, geste, rang):
    effets = {"libre": LIBRE, "paye": PAYE, "sauf": SAUF}
    if geste in effets:
        decider(absences[rang], effets[geste])
        return
    vivantes = Facture.objects.filter(nature=Nature.FACTURE, avoir__isnull=True).order_by("pk")
    facture = vivantes[rang % len(vivantes)] if vivantes else None
    try:
        with transaction.atomic():
            if geste == "cloturer":
                cloturer(donges, OCTOBRE if rang < 3 else NOVEMBRE)
            elif facture:
                services.corriger(facture, motif="Erreur", par=None)
                services.refacturer(facture, echeance=ECHEANCE, par=None)
    except Refus:
        pass


@pytest.mark.feature("F144")
@pytest.mark.django_db
@given(gestes=GESTES)
@reglages_hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_order_of_decisions_and_closings_all_comes_to_what_is_due(donges, maison, plus_tard, gestes):
    """Once everything is closed, the family has paid what its absences cost as they are now: to the cent."""
    with transaction.atomic():
        absences = [signalee(rang, SAUF) for rang in range(5)]
        for geste, rang in gestes:
            jouer(donges, absences, geste, rang)
        reserver_jours(maison, donges, jours_d_ecole(DECEMBRE)[:1])
        for mois in (OCTOBRE, NOVEMBRE, DECEMBRE):
            jouer_la_cloture(donges, mois)
        du = {SAUF: D("1.00"), PAYE: D("1.33"), LIBRE: D("0.00")}
        attendu = D("1.00") + sum(du[a.effet] for a in Absence.objects.all())
        assert total() == attendu, gestes
        assert not a_facturer(donges.regie, date(2027, 1, 1))
        transaction.set_rollback(True)


def jouer_la_cloture(donges, mois):
    try:
        with transaction.atomic():
            cloturer(donges, mois)
    except Refus:
        pass
