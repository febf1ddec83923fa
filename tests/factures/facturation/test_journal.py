"""The billing journal: each thing once, whatever happens before, between and after closings."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages_hypothesis
from hypothesis import strategies as st

from common import clock
from common.errors import Refus
from factures.facturation import services
from factures.facturation.enums import Nature
from factures.facturation.models import Consommation, Facture, Facturee, LigneFacture
from factures.facturation.phrases import quantite_en_mots
from factures.facturation.services.journal import a_facturer, etablir
from factures.tarifs.models import Majoration
from factures.tarifs.rules_majorations import majorer
from reservations.activites.enums import Fonctionnement, FormeDelai, Geste, Suite
from reservations.activites.models import Inscription, RegleDelai
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

D = Decimal
OCTOBRE = date(2026, 10, 1)
ECHEANCE = date(2026, 12, 31)
NBSP = "\u00a0"


def cloturer(donges, mois=OCTOBRE):
    return services.lancer_cloture(regie=donges.regie, mois=mois, echeance=ECHEANCE, par=None)


def majorer_de(donges, valeur, *, forme="montant", nature=1):
    return Majoration.objects.create(
        activite=donges.cantine, nature=nature, forme=forme, valeur=D(valeur), du=date(2026, 9, 1)
    )


@pytest.mark.parametrize(
    ("quantite", "unite", "mots"),
    [
        ("12.00", "repas", "12"),
        ("1.50", "journee", "1,5"),
        ("-3", "repas", "−3"),
        ("6", "quart_heure", f"6{NBSP}quarts d’heure"),
        ("1", "quart_heure", f"1{NBSP}quart d’heure"),
        ("-2", "heure", f"−2{NBSP}heures"),
        ("1200", "repas", "1\u202f200"),
        ("10", "repas", "10"),
    ],
)
def test_a_quantity_in_words(quantite, unite, mots):
    assert quantite_en_mots(D(quantite), unite) == mots


def test_a_surcharge_is_an_amount_or_a_part_of_the_price_rounded_once():
    assert majorer("montant", D("2.00"), D("1.00")) == D("2.00")
    assert majorer("pourcent", D("50"), D("0.85")) == D("0.43")
    assert majorer("pourcent", D("50"), D("0.85"), offerte=True) == D("0.00")


def test_what_is_billed_by_the_quarter_of_an_hour_is_the_started_quarters(donges):
    donges.repas.debut, donges.repas.fin = time(16, 30), time(18, 30)
    donges.repas.save()
    donges.formule.pas = 15
    donges.formule.save()
    donges.formule.grilles.update(unite="quart_heure")
    maison = famille(donges, quotient="640")
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE)[:2])
    Reservation.objects.update(depart=time(17, 50))
    cloturer(donges)
    ligne = LigneFacture.objects.get()
    assert (ligne.quantite, ligne.montant) == (12, D("12.00"))
    assert ligne.quantite_en_mots == f"12{NBSP}quarts d’heure"
    assert set(Consommation.objects.values_list("quantite", flat=True)) == {D("6.00")}


@pytest.mark.parametrize(("forme", "valeur", "prix"), [("montant", "2", "2.00"), ("pourcent", "50", "0.50")])
def test_a_booking_past_its_deadline_has_a_line_of_surcharge(donges, forme, valeur, prix):
    majorer_de(donges, valeur, forme=forme)
    reserver_jours(famille(donges, quotient="640"), donges, jours_d_ecole(OCTOBRE)[:3])
    Reservation.objects.filter(date=jours_d_ecole(OCTOBRE)[0]).update(hors_delai=True)
    cloturer(donges)
    repas, majoration = LigneFacture.objects.order_by("pk")
    assert (repas.quantite, majoration.quantite, majoration.prix_unitaire) == (3, 1, D(prix))
    assert "majoration hors délai" in majoration.libelle
    assert Facture.objects.get().total == D("3.00") + D(prix)


def test_without_a_voted_surcharge_nothing_is_added(donges):
    reserver_jours(famille(donges), donges, jours_d_ecole(OCTOBRE)[:1])
    Reservation.objects.update(hors_delai=True)
    cloturer(donges)
    assert LigneFacture.objects.count() == 1


def test_the_first_time_of_the_school_year_is_free_for_the_household(donges):
    majorer_de(donges, "2")
    RegleDelai.objects.create(
        activite=donges.cantine, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=7, heure=time(9),
        suite=Suite.MAJORATION, premiere_offerte=True,
    )  # fmt: skip
    RegleDelai.objects.filter(suite=Suite.REFUS, geste=Geste.RESERVER).update(valeur=0)
    maisons = [famille(donges, enfants=2, quotient="640"), famille(donges, quotient="640")]
    for maison in maisons:
        reserver_jours(maison, donges, [*jours_d_ecole(OCTOBRE)[:2], date(2026, 11, 3)])
    Reservation.objects.update(hors_delai=True)
    entrees = [e for e in etablir(donges.regie, OCTOBRE) if e.quoi.nature == "hors_delai"]
    for maison, attendu in zip(maisons, ([D("0.00")] + [D("2.00")] * 3, [D("0.00"), D("2.00")]), strict=True):
        assert sorted(e.montant for e in entrees if e.quoi.payeur == maison.payeur.pk) == attendu
    novembre = [e for e in etablir(donges.regie, date(2026, 11, 1)) if e.quoi.nature == "hors_delai"]
    assert {e.montant for e in novembre} == {D("2.00")}


def test_an_absence_costs_what_its_effect_says(donges):
    majorer_de(donges, "2", nature=3)
    facturee, pardonnee, attendue = reserver_jours(famille(donges, quotient="640"), donges, jours_d_ecole(OCTOBRE)[:3])
    for reservation, effet in (
        (facturee, EffetAbsence.FACTUREE),
        (pardonnee, EffetAbsence.NON_FACTUREE),
        (attendue, EffetAbsence.A_JUSTIFIER),
    ):
        Absence.objects.create(reservation=reservation, motif="maladie", effet=effet, phrase="x")
    lignes = [(e.quoi.source_id, e.quoi.nature) for e in etablir(donges.regie, OCTOBRE)]
    assert lignes == [
        (facturee.pk, "reservation"), (facturee.pk, "absence"), (attendue.pk, "reservation"),
    ]  # fmt: skip


def abonner(donges, du, *, creee_le=None, au=None):
    donges.cantine.fonctionnement = Fonctionnement.ABONNEMENT
    donges.cantine.save()
    maison = famille(donges, quotient="640")
    Inscription.objects.update(du=du, au=au, creee_le=creee_le or datetime(2026, 8, 1, 12, tzinfo=clock.fuseau()))
    return maison


def test_a_subscription_is_billed_once_a_school_year_in_the_month_it_begins(donges):
    abonner(donges, date(2025, 9, 1))
    par_mois = {mois: len(a_facturer(donges.regie, date(2026, mois, 1))) for mois in range(8, 13)}
    assert par_mois == {8: 1, 9: 1, 10: 0, 11: 0, 12: 0}  # asked for on 1 August, in the school year before
    cles = {a_facturer(donges.regie, date(2026, mois, 1))[0].cle for mois in (8, 9)}
    assert len(cles) == 2


def test_a_subscription_made_later_is_billed_in_the_month_it_is_made(donges):
    abonner(donges, date(2026, 9, 1), creee_le=datetime(2026, 10, 12, 12, tzinfo=clock.fuseau()))
    assert not a_facturer(donges.regie, date(2026, 9, 1))
    (chose,) = a_facturer(donges.regie, OCTOBRE)
    assert (chose.du, chose.au) == (date(2026, 10, 12), date(2027, 8, 31))
    cloturer(donges)
    facture = Facture.objects.get()
    assert (facture.total, facture.lignes.get().libelle) == (D("1.00"), f"Restauration scolaire{NBSP}: repas")
    assert not a_facturer(donges.regie, OCTOBRE)


def test_what_is_billed_is_frozen_until_an_avoir_frees_it(donges, regisseur):
    reserver_jours(famille(donges), donges, jours_d_ecole(OCTOBRE)[:2])
    cloturer(donges)
    for instruction in ("UPDATE facturation_consommation SET quotient = 1", "DELETE FROM facturation_consommation"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(instruction)
    services.corriger(Facture.objects.get(), motif="Erreur", par=regisseur)
    Consommation.objects.update(quotient=1)


def test_what_is_no_more_to_bill_leaves_the_journal(donges, regisseur):
    premiere, _ = reserver_jours(famille(donges), donges, jours_d_ecole(OCTOBRE)[:2])
    cloturer(donges)
    facture = Facture.objects.get()
    services.corriger(facture, motif="Erreur", par=regisseur)
    Absence.objects.create(reservation=premiere, motif="maladie", effet=EffetAbsence.NON_FACTUREE, phrase="x")
    services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    assert Consommation.objects.count() == Facturee.objects.count() == 1


GESTES = st.lists(
    st.tuples(st.sampled_from(["annuler", "tardive", "pardonner", "facturer", "corriger", "refacturer"]),
              st.integers(0, 5)),
    max_size=12,
)  # fmt: skip


def jouer(donges, geste, rang):
    """Do one thing; what is refused changes nothing."""
    reservation = Reservation.objects.order_by("pk")[rang]
    facture = Facture.objects.filter(nature=Nature.FACTURE).order_by("-pk").first()
    libre = not Facturee.objects.filter(consommation__source_id=reservation.pk).exists()
    if geste == "annuler" and libre:
        Reservation.objects.filter(pk=reservation.pk).update(
            etat=EtatReservation.ANNULEE, annulee_le=clock.maintenant(), cause=Cause.FAMILLE
        )
    elif geste == "tardive" and libre:
        Reservation.objects.filter(pk=reservation.pk).update(hors_delai=True)
    elif geste == "pardonner" and libre:
        Absence.objects.update_or_create(
            reservation=reservation, defaults={"motif": "autre", "effet": EffetAbsence.NON_FACTUREE, "phrase": "x"}
        )
    try:
        with transaction.atomic():
            if geste == "facturer":
                cloturer(donges)
            elif geste == "corriger" and facture:
                services.corriger(facture, motif="Erreur", par=None)
            elif geste == "refacturer" and facture:
                services.refacturer(facture, echeance=ECHEANCE, par=None)
    except Refus:
        pass


@pytest.mark.django_db
@given(gestes=GESTES)
@reglages_hypothesis(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_order_each_thing_is_billed_once_and_the_sums_agree(donges, gestes):
    with transaction.atomic():
        majorer_de(donges, "33.33", forme="pourcent")
        reserver_jours(famille(donges, enfants=2, quotient="640"), donges, jours_d_ecole(OCTOBRE)[:3])
        for geste, rang in gestes:
            jouer(donges, geste, rang)
            verifier(donges)
        transaction.set_rollback(True)


def verifier(donges):
    """No thing twice; what is billed is what the lines say, to the cent; nothing billed is to be billed again."""
    billees = {(f.consommation.nature, f.consommation.source_type, f.consommation.source_id)
               for f in Facturee.objects.select_related("consommation")}  # fmt: skip
    assert len(billees) == Facturee.objects.count()
    assert not billees & {c.cle for c in a_facturer(donges.regie, OCTOBRE)}
    vivantes = Facture.objects.filter(nature=Nature.FACTURE, avoir__isnull=True)
    for facture in vivantes:
        montants = Facturee.objects.filter(ligne__facture=facture).values_list("consommation__montant", flat=True)
        assert facture.total == sum(facture.lignes.values_list("montant", flat=True)) == sum(montants)
    assert sum(Facture.objects.values_list("total", flat=True)) == sum(vivantes.values_list("total", flat=True))
