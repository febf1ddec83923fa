"""Attempts, notifications, imputations: the money of the families, counted once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from common import clock
from common.errors import Refus
from common.models import Courriel, Journal
from commune.models import Regie
from factures.facturation.extensions import A_L_EMISSION_DE_FACTURES
from factures.facturation.services import corriger
from factures.paiements import services
from factures.paiements.enums import EtatTentative, Verdict
from factures.paiements.models import Imputation, Notification, Paiement, Tentative
from factures.paiements.services.notifications import SANS_EFFET_PAR_HEURE
from tests.factories.factures import avoir_brut, facture_brute
from tests.factories.famille import famille
from tests.tools.banque import ANNULATION, ATTENTE, REFUS, Banque

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def tentative(facture, maison):
    return services.ouvrir_tentative(facture, auteur=maison.utilisateur)


# ---------------------------------------------------------------- attempts


def test_an_attempt_is_for_what_remains_due_under_a_new_reference(facture, maison):
    premiere = services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    seconde = services.ouvrir_tentative(facture, auteur=maison.utilisateur)

    assert premiere.montant == D("58.56")
    assert premiere.etat == EtatTentative.OUVERTE
    debut = f"F2026{facture.numero:06d}-R{facture.regie_id}-A"
    assert [premiere.reference, seconde.reference] == [f"{debut}1", f"{debut}2"]


def test_two_regies_with_the_same_number_have_their_own_references(facture, maison, donges):
    autre = Regie.objects.create(code="petite-enfance", nom="Petite enfance", service=donges.service)
    jumelle = facture_brute(maison, donges, regie=autre, numero=facture.numero)
    references = [services.ouvrir_tentative(f, auteur=maison.utilisateur).reference for f in (facture, jumelle)]
    debut = f"F2026{facture.numero:06d}"
    assert references == [f"{debut}-R{facture.regie_id}-A1", f"{debut}-R{autre.pk}-A1"]


@pytest.mark.feature("F158")
def test_any_unpaid_invoice_can_be_paid_not_the_last_one_only(facture, maison, donges, banque):
    derniere = facture_brute(maison, donges, total="12.00")
    for payee in (facture, derniere):
        tentative = services.ouvrir_tentative(payee, auteur=maison.utilisateur)
        assert services.constater(banque.message(tentative)) == Verdict.PRISE_EN_COMPTE
        assert services.reste_du(payee) == 0


def test_nothing_due_opens_no_attempt(tentative, facture, maison, banque):
    services.constater(banque.message(tentative))
    with pytest.raises(Refus) as refus:
        services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    assert refus.value.code == "reglee"
    assert Tentative.objects.count() == 1


def test_an_avoir_is_not_payable_nor_what_it_corrects(facture, maison):
    avoir = avoir_brut(facture)
    services.imputer_avoir(avoir)
    for objet, code in ((avoir, "avoir"), (facture, "reglee")):
        with pytest.raises(Refus) as refus:
            services.ouvrir_tentative(objet, auteur=maison.utilisateur)
        assert refus.value.code == code


# ---------------------------------------------------------------- the bank accepts


@pytest.mark.feature("F157")
def test_the_signed_notification_makes_the_invoice_paid_and_sends_a_receipt(tentative, facture, maison, banque):
    verdict = services.constater(banque.message(tentative, transaction="991"), adresse="192.0.2.7")

    assert verdict == Verdict.PRISE_EN_COMPTE
    paiement = Paiement.objects.get()
    assert (paiement.montant, paiement.payeur, paiement.regie) == (D("58.56"), maison.payeur, facture.regie)
    assert (paiement.transaction, paiement.appel, paiement.autorisation) == ("991", "30001", "XXXXXX")
    assert Imputation.objects.get().facture == facture
    assert services.reste_du(facture) == 0
    tentative.refresh_from_db()
    assert (tentative.etat, tentative.code) == (EtatTentative.PAYEE, "00000")
    notification = Notification.objects.get()
    assert (notification.verdict, notification.adresse, notification.tentative) == (verdict, "192.0.2.7", tentative)
    assert f"R={tentative.reference}" in notification.brut
    assert Journal.objects.filter(action="encaisser", objet_id=str(paiement.pk)).count() == 1
    [recu] = mail.outbox
    assert recu.to == [maison.utilisateur.email]
    for attendu in ("58,56\u202f€", facture.reference, tentative.reference, "Affaires scolaires", "XXXXXX"):
        assert attendu in recu.body
        assert attendu in recu.alternatives[0].content
    assert Courriel.objects.get().cle == f"paiement:{paiement.pk}"


def test_repeated_notifications_change_nothing_more(tentative, banque):
    message = banque.message(tentative)
    verdicts = [services.constater(message) for _ in range(5)]

    assert verdicts == [Verdict.PRISE_EN_COMPTE] + [Verdict.DEJA_CONNUE] * 4
    assert (Paiement.objects.count(), Imputation.objects.count(), len(mail.outbox)) == (1, 1, 1)
    assert Notification.objects.count() == 5


def test_an_acceptance_without_transaction_number_counts_once(tentative, banque):
    for _ in range(2):
        services.constater(banque.message(tentative, transaction="0"))
    assert Paiement.objects.get().transaction == ""


def test_a_second_real_transaction_under_one_reference_is_money_too(tentative, facture, maison, banque):
    services.constater(banque.message(tentative, transaction="991"))
    verdict = services.constater(banque.message(tentative, transaction="992"))

    assert verdict == Verdict.EXCEDENT
    assert Paiement.objects.count() == 2
    assert services.credit(maison.payeur, facture.regie) == D("58.56")


def test_a_transaction_already_recorded_elsewhere_is_not_money(tentative, facture, maison, banque):
    autre = services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    services.constater(banque.message(tentative, transaction="991"))
    assert services.constater(banque.message(autre, transaction="991")) == Verdict.INCOHERENTE
    assert Paiement.objects.count() == 1


# ---------------------------------------------------------------- refused, cancelled, pending, out of order


@pytest.mark.parametrize(
    ("code", "etat"),
    [
        (REFUS, EtatTentative.REFUSEE),
        ("001A1", EtatTentative.REFUSEE),
        (ANNULATION, EtatTentative.ANNULEE),
        (ATTENTE, EtatTentative.OUVERTE),
    ],
)
def test_what_is_not_accepted_is_remembered_and_not_paid(tentative, facture, banque, code, etat):
    message = banque.message(tentative, code=code)
    assert services.constater(message) == Verdict.PRISE_EN_COMPTE
    assert services.constater(message) == Verdict.DEJA_CONNUE
    tentative.refresh_from_db()
    assert (tentative.etat, tentative.code) == (etat, code)
    assert services.reste_du(facture) == facture.total
    assert not Paiement.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("code", [REFUS, ANNULATION, ATTENTE])
def test_a_late_refusal_never_undoes_a_payment(tentative, facture, banque, code):
    services.constater(banque.message(tentative))
    assert services.constater(banque.message(tentative, code=code)) == Verdict.TARDIVE
    tentative.refresh_from_db()
    assert tentative.etat == EtatTentative.PAYEE
    assert services.reste_du(facture) == 0


@pytest.mark.parametrize("code", [REFUS, ANNULATION, ATTENTE])
def test_accepted_after_a_refusal_counts(tentative, facture, banque, code):
    services.constater(banque.message(tentative, code=code))
    assert services.constater(banque.message(tentative)) == Verdict.PRISE_EN_COMPTE
    assert services.reste_du(facture) == 0


@pytest.mark.parametrize("retard", [timedelta(hours=1), timedelta(days=3)])
def test_a_notification_that_comes_late_counts(tentative, facture, banque, settings, retard):
    message = banque.message(tentative)
    settings.HORLOGE = (clock.maintenant() + retard).isoformat()
    assert services.constater(message) == Verdict.PRISE_EN_COMPTE
    assert services.reste_du(facture) == 0


def test_a_wait_that_comes_after_the_answer_changes_nothing(tentative, banque):
    services.constater(banque.message(tentative, code=REFUS))
    assert services.constater(banque.message(tentative, code=ATTENTE)) == Verdict.TARDIVE
    tentative.refresh_from_db()
    assert tentative.etat == EtatTentative.REFUSEE


# ---------------------------------------------------------------- money that the invoice no longer needs


def test_two_tabs_that_both_pay_leave_a_credit(facture, maison, banque):
    onglets = [services.ouvrir_tentative(facture, auteur=maison.utilisateur) for _ in range(2)]
    verdicts = [services.constater(banque.message(tentative)) for tentative in onglets]

    assert verdicts == [Verdict.PRISE_EN_COMPTE, Verdict.EXCEDENT]
    assert services.reste_du(facture) == 0
    assert services.credit(maison.payeur, facture.regie) == D("58.56")
    assert services.solde(maison.payeur, facture.regie) == D("-58.56")
    assert "restent à votre crédit auprès de la régie. Cet avoir sera déduit" in mail.outbox[-1].body


def test_paid_after_the_invoice_was_cancelled_is_a_credit(tentative, facture, maison, banque):
    services.imputer_avoir(avoir_brut(facture))
    assert services.constater(banque.message(tentative)) == Verdict.EXCEDENT
    assert services.credit(maison.payeur, facture.regie) == D("58.56")
    assert services.solde(maison.payeur, facture.regie) == D("-58.56")


def test_an_avoir_settles_what_was_not_paid(facture, maison):
    avoir = avoir_brut(facture)
    assert services.imputer_avoir(avoir) == D("58.56")
    assert services.imputer_avoir(avoir) == 0
    assert services.reste_du(facture) == 0
    assert services.credit(maison.payeur, facture.regie) == 0
    assert services.solde(maison.payeur, facture.regie) == 0


def test_issuing_an_avoir_settles_the_invoice_by_itself(facture, maison, regisseur):
    avoir = corriger(facture, motif="Repas facturés à tort", par=regisseur)
    assert services.reste_du(facture) == 0
    assert Imputation.objects.get().avoir == avoir
    assert services.solde(maison.payeur, facture.regie) == 0


def test_an_avoir_of_a_paid_invoice_is_a_credit_that_pays_another(tentative, facture, maison, donges, banque):
    services.constater(banque.message(tentative))
    assert services.imputer_avoir(avoir_brut(facture)) == 0
    assert services.credit(maison.payeur, facture.regie) == D("58.56")

    suivante = facture_brute(maison, donges, total="40.00")
    assert services.imputer_credit(maison.payeur, facture.regie) == D("40.00")
    assert services.reste_du(suivante) == 0
    assert services.credit(maison.payeur, facture.regie) == D("18.56")
    assert services.solde(maison.payeur, facture.regie) == D("-18.56")


def test_a_credit_pays_the_next_invoice_by_itself(tentative, facture, maison, donges, banque):
    """The family that had paid before the correction is not asked for the same money twice."""
    services.constater(banque.message(tentative))
    avoir_brut(facture)
    nouvelles = [facture_brute(maison, donges, total="40.00")]
    services.imputer_credits(factures=nouvelles)
    assert services.reste_du(nouvelles[0]) == 0
    assert services.credit(maison.payeur, facture.regie) == D("18.56")
    assert services.imputer_credits in A_L_EMISSION_DE_FACTURES


def test_credit_pays_the_oldest_first_and_the_card_the_rest(facture, maison, donges, banque):
    onglets = [services.ouvrir_tentative(facture, auteur=maison.utilisateur) for _ in range(2)]
    for tentative in onglets:
        services.constater(banque.message(tentative))
    anciennes = [facture_brute(maison, donges, total=total) for total in ("50.00", "20.00")]

    assert services.imputer_credit(maison.payeur, facture.regie) == D("58.56")
    assert [services.reste_du(f) for f in anciennes] == [0, D("11.44")]
    assert services.ouvrir_tentative(anciennes[1], auteur=maison.utilisateur).montant == D("11.44")


def test_no_credit_or_nothing_to_pay_is_said(facture, maison):
    with pytest.raises(Refus) as refus:
        services.imputer_credit(maison.payeur, facture.regie)
    assert refus.value.code == "rien_a_imputer"


def test_credit_stays_with_its_payer_and_its_regie(tentative, facture, maison, donges, banque):
    autre_regie = Regie.objects.create(code="petite-enfance", nom="Petite enfance", service=donges.service)
    voisins = famille(donges)
    services.constater(banque.message(tentative))
    services.imputer_avoir(avoir_brut(facture))
    facture_brute(maison, donges, regie=autre_regie)
    facture_brute(voisins, donges)
    for payeur, regie in ((maison.payeur, autre_regie), (voisins.payeur, facture.regie)):
        assert services.credit(payeur, regie) == 0
        with pytest.raises(Refus):
            services.imputer_credit(payeur, regie)


# ---------------------------------------------------------------- what must have no effect


def test_an_amount_that_differs_is_an_alert_not_a_payment(tentative, facture, banque):
    assert services.constater(banque.message(tentative, M="5855")) == Verdict.MONTANT
    assert not Paiement.objects.exists()
    assert Notification.objects.get().tentative == tentative
    assert services.reste_du(facture) == facture.total


def test_an_unknown_reference_is_an_alert(tentative, banque):
    assert services.constater(banque.message(tentative, R="F2026999999-R1-A1")) == Verdict.REFERENCE
    assert not Paiement.objects.exists()


@pytest.mark.parametrize("absente", ["R", "M", "E"])
def test_a_signed_message_that_lacks_something_is_unreadable(tentative, banque, absente):
    assert services.constater(banque.message(tentative, **{absente: None})) == Verdict.ILLISIBLE
    assert not Paiement.objects.exists()


def test_a_test_card_pays_nothing_in_a_real_town(tentative, facture, banque, settings):
    settings.PAYBOX = settings.PAYBOX | {"ESSAIS": False}
    assert services.constater(banque.message(tentative)) == Verdict.ESSAI
    assert services.reste_du(facture) == facture.total
    assert services.constater(banque.message(tentative, autorisation="123456")) == Verdict.PRISE_EN_COMPTE


def test_another_bank_s_signature_is_refused_and_kept_short(tentative, banque):
    message = Banque("faussaire").message(tentative, Z="z" * 5000)
    assert services.constater(message, adresse="") == Verdict.SIGNATURE
    notification = Notification.objects.get()
    assert notification.tentative is None
    assert notification.adresse is None
    assert len(notification.brut) == 2000


def test_bytes_that_no_text_can_hold_are_spelt_out(db, banque):
    assert services.constater(b"M=1\x00&R=\xff\n&K=") == Verdict.SIGNATURE
    assert Notification.objects.get().brut == "M=1\\x00&R=\\xff\\x0a&K="


def test_a_stranger_cannot_fill_the_disk(tentative, banque):
    bon = banque.message(tentative)
    services.constater(bon)
    for _ in range(SANS_EFFET_PAR_HEURE + 10):
        services.constater(b"n'importe quoi")
        services.constater(bon)
    assert Notification.objects.filter(verdict=Verdict.SIGNATURE).count() == SANS_EFFET_PAR_HEURE
    assert Notification.objects.filter(verdict=Verdict.DEJA_CONNUE).count() == SANS_EFFET_PAR_HEURE


def test_unsigned_messages_are_kept_within_bounds_for_ever(tentative, banque, settings, monkeypatch):
    """Fifty an hour for months: the latest alone stay, and what the bank signed stays whatever happens."""
    monkeypatch.setattr("factures.paiements.services.notifications.NON_SIGNES_GARDES", 20)
    services.constater(banque.message(tentative, R="inconnue"))
    for heure in range(3):
        settings.HORLOGE = f"2026-11-1{heure + 1}T10:00:00+01:00"
        for rang in range(15):
            services.constater(b"faux %d %d" % (heure, rang))
    gardes = Notification.objects.filter(verdict=Verdict.SIGNATURE).values_list("brut", flat=True)
    assert len(gardes) == 20
    assert "faux 2 14" in gardes
    assert "faux 0 0" not in gardes
    assert Notification.objects.filter(verdict=Verdict.REFERENCE).count() == 1


# ---------------------------------------------------------------- the database itself


def _refuse(**champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        Imputation.objects.create(**champs)


def test_the_database_bounds_imputations(tentative, facture, maison, donges, banque):
    services.constater(banque.message(tentative))
    paiement = Paiement.objects.get()
    autre = facture_brute(maison, donges, total="10.00")
    voisins = facture_brute(famille(donges), donges, total="10.00")
    avoir = avoir_brut(facture)

    _refuse(paiement=paiement, facture=autre, montant=D("0.01"))  # the payment is wholly used
    _refuse(avoir=avoir, facture=facture, montant=D("0.01"))  # the invoice is wholly paid
    _refuse(avoir=avoir, facture=voisins, montant=D("1.00"))  # another family's invoice
    _refuse(avoir=autre, facture=autre, montant=D("1.00"))  # an invoice is no source
    _refuse(avoir=avoir, facture=avoir, montant=D("1.00"))  # an avoir is not paid
    Imputation.objects.create(avoir=avoir, facture=autre, montant=D("10.00"))
    assert services.credit(maison.payeur, facture.regie) == D("48.56")


def test_money_is_never_edited_nor_erased(tentative, banque):
    services.constater(banque.message(tentative))
    for geste in (
        lambda: Paiement.objects.update(montant=1),
        lambda: Imputation.objects.update(montant=1),
        lambda: Imputation.objects.all().delete(),
        lambda: Paiement.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            geste()
