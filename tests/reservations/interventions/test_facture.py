"""What the service changes of a booking is billed, or given back, once and to the cent, invoiced already or not."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages_hypothesis
from hypothesis import strategies as st

from common.errors import Refus
from factures.facturation import services
from factures.facturation.models import Facture
from factures.facturation.services.journal import a_facturer
from factures.tarifs.models import Majoration
from reservations.interventions.enums import FacturationAbsence, GesteIntervention
from reservations.interventions.models import Intervention
from reservations.interventions.services import Ordre, annuler_intervention, apercu, intervenir
from reservations.planning.enums import EffetAbsence
from reservations.planning.models import Reservation
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

pytestmark = pytest.mark.django_db
G, D = GesteIntervention, Decimal
OCTOBRE, NOVEMBRE, DECEMBRE, JANVIER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
JOURS = [date(2026, 10, j) for j in (1, 2, 5, 6, 8)]
# Two are booked; the other days are open.
RESERVES, LIBRES = JOURS[:2], JOURS[2:]


@pytest.fixture
def maison(donges, settings):
    settings.HORLOGE = "2027-02-05T10:00:00+01:00"
    for nature, valeur in ((2, "3.00"), (3, "0.50")):
        Majoration.objects.create(
            activite=donges.cantine, nature=nature, forme="montant", valeur=D(valeur), du=date(2026, 9, 1)
        )
    maison = famille(donges, quotient="640")
    ailleurs = famille(donges, quotient="100")
    reserver_jours(ailleurs, donges, JOURS)
    reserver_jours(maison, donges, [*RESERVES, *jours_d_ecole(NOVEMBRE)[:2]])
    maison.enfant = maison.enfants[0]
    return maison


def cloturer(donges, mois):
    services.lancer_cloture(regie=donges.regie, mois=mois, echeance=date(2027, 2, 28), par=None)


def total(maison):
    return Facture.objects.filter(payeur=maison.payeur).aggregate(t=Sum("total"))["t"] or D(0)


def du(maison):
    """What the family owes of all its bookings, by the rules alone: 1 € a meal, 3 € unbooked, 0.50 € unexcused."""
    somme = D(0)
    for r in Reservation.objects.vivantes().filter(payeur=maison.payeur, exoneree=False).select_related("absence"):
        effet = getattr(r, "absence", None) and r.absence.effet
        if effet != EffetAbsence.NON_FACTUREE:
            somme += D("1.00") + (D("3.00") if r.sans_reservation else D(0))
            somme += D("0.50") if effet == EffetAbsence.FACTUREE else D(0)
    return somme


GESTES = [
    (G.ANNULATION, RESERVES[0], {}, "-1.00"),
    (G.EXONERATION, RESERVES[0], {}, "-1.00"),
    (G.AJOUT, LIBRES[0], {}, "1.00"),
    (G.VENU, LIBRES[0], {}, "4.00"),
    (G.DEPLACEMENT, RESERVES[0], {"vers": LIBRES[0]}, "0.00"),
    (G.ABSENCE, RESERVES[0], {"raison": "autre"}, "-1.00"),
    (G.ABSENCE, RESERVES[0], {"raison": "autre", "facturation": FacturationAbsence.DUE}, "0.50"),
]


@pytest.mark.parametrize(("geste", "jour", "options", "attendu"), GESTES)
@pytest.mark.parametrize("cloturee", [False, True])
def test_the_preview_says_to_the_cent_what_the_invoices_then_ask(
    donges, maison, geste, jour, options, attendu, cloturee
):
    ordre = Ordre(geste, donges.cantine, motif="Erreur", **({"formule": donges.formule.pk} | options))
    temoin = D("4.00")
    if cloturee:
        cloturer(donges, OCTOBRE)
        assert total(maison) == D("2.00")
    etudes = apercu(ordre, [(maison.enfant.pk, jour)])
    assert sum(e.montant for e in etudes) == D(attendu)
    assert [bool(e.sur) for e in etudes][0] is (cloturee and jour in RESERVES)
    fait = intervenir(ordre, [(maison.enfant.pk, jour)])
    if not cloturee:
        cloturer(donges, OCTOBRE)
    cloturer(donges, NOVEMBRE)
    assert total(maison) == temoin + D(attendu) == du(maison)
    # Taken back after both invoices: the next one puts things right again.
    annuler_intervention(fait, motif="Non", par=None)
    cloturer(donges, DECEMBRE)
    assert total(maison) == temoin == du(maison)


def test_a_billed_meal_is_corrected_by_an_avoir_and_a_new_invoice_too(donges, maison):
    cloturer(donges, OCTOBRE)
    facture = Facture.objects.get(payeur=maison.payeur)
    intervenir(Ordre(G.ANNULATION, donges.cantine, motif="Erreur"), [(maison.enfant.pk, RESERVES[0])])
    services.corriger(facture, motif="Repas en trop", par=None)
    nouvelle = services.refacturer(facture, echeance=date(2027, 2, 28), par=None)
    assert nouvelle.total == D("1.00")
    cloturer(donges, NOVEMBRE)
    assert total(maison) == D("3.00") == du(maison)


def cloturer_s_il_y_a(donges, mois):
    if a_facturer(donges.regie, mois):
        cloturer(donges, mois)


ACTES = st.one_of(
    st.tuples(st.sampled_from([g for g in G if g != G.RETOUR]), st.sampled_from(JOURS), st.sampled_from(JOURS)),
    st.tuples(st.sampled_from(["cloturer", "defaire", "refaire"]), st.integers(0, 5), st.none()),
)


@reglages_hypothesis(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTES, min_size=3, max_size=9), st.sampled_from(FacturationAbsence))
def test_whatever_the_order_the_family_pays_what_it_owes_and_no_cent_more(donges, maison, suite, facturation):
    mois = [OCTOBRE, NOVEMBRE, DECEMBRE]
    with transaction.atomic():
        for quoi, ou, vers in suite:
            try:
                with transaction.atomic():
                    jouer(donges, maison, mois, quoi, ou, vers, facturation)
            except Refus:
                pass
        for reste in [*mois, JANVIER]:
            cloturer_s_il_y_a(donges, reste)
        assert total(maison) == du(maison)
        transaction.set_rollback(True)


def jouer(donges, maison, mois, quoi, ou, vers, facturation):
    if quoi == "cloturer":
        if mois:
            cloturer(donges, mois.pop(0))
    elif quoi == "defaire":
        faites = list(Intervention.objects.order_by("pk"))
        if faites:
            annuler_intervention(faites[ou % len(faites)], motif="Non", par=None)
    elif quoi == "refaire":
        if facture := Facture.objects.filter(payeur=maison.payeur, nature="facture", avoir=None).first():
            services.corriger(facture, motif="Erreur", par=None)
            if services.peut_refacturer(facture):
                services.refacturer(facture, echeance=date(2027, 2, 28), par=None)
    else:
        ordre = Ordre(
            quoi, donges.cantine, formule=donges.formule.pk, vers=vers, raison="autre", facturation=facturation,
            motif="Erreur",
        )  # fmt: skip
        intervenir(ordre, [(maison.enfant.pk, ou)])
