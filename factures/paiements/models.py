"""Money that comes in: attempts at the bank, payments, what each pays. Added, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import Regie
from espace_prive.famille.models import Payeur
from factures.facturation.models import Facture
from factures.paiements.enums import EtatTentative, ModeReglement, Verdict
from factures.paiements.querysets import TentativeQuerySet


class Tentative(models.Model):
    """One trip to the bank for one invoice, under a reference of its own (PBX_CMD)."""

    facture = models.ForeignKey(Facture, on_delete=models.PROTECT, related_name="tentatives")
    reference = models.CharField(max_length=60, unique=True)
    montant = models.DecimalField(max_digits=9, decimal_places=2)
    etat = models.CharField(max_length=10, choices=EtatTentative, default=EtatTentative.OUVERTE)
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    creee_le = models.DateTimeField(default=clock.maintenant)
    repondue_le = models.DateTimeField(null=True)
    code = models.CharField("code de la banque", max_length=5, blank=True)

    objects = TentativeQuerySet.as_manager()

    class Meta:
        verbose_name = "tentative de paiement"
        verbose_name_plural = "tentatives de paiement"
        ordering = ["-creee_le"]
        constraints = [
            models.CheckConstraint(condition=Q(montant__gt=0), name="tentative_montant"),
        ]

    def __str__(self):
        return self.reference


class Notification(models.Model):
    """What the bank's door received, word for word, and what was made of it."""

    recue_le = models.DateTimeField("reçue le", default=clock.maintenant)
    brut = models.TextField("message")
    adresse = models.GenericIPAddressField(null=True)
    tentative = models.ForeignKey(Tentative, null=True, on_delete=models.PROTECT, related_name="notifications")
    verdict = models.CharField(max_length=12, choices=Verdict)

    class Meta:
        verbose_name = "notification de la banque"
        verbose_name_plural = "notifications de la banque"
        ordering = ["-recue_le", "-pk"]

    def __str__(self):
        return f"{self.recue_le:%Y-%m-%d %H:%M} {self.get_verdict_display()}"


class Paiement(models.Model):
    """Money received from a payer by a régie."""

    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="paiements")
    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="paiements")
    mode = models.CharField("mode", max_length=10, choices=ModeReglement)
    montant = models.DecimalField("montant", max_digits=9, decimal_places=2)
    recu_le = models.DateTimeField("reçu le", default=clock.maintenant)
    # One, but for a bank that took the money twice under one reference: both are money received.
    tentative = models.ForeignKey(Tentative, null=True, on_delete=models.PROTECT, related_name="paiements")
    # The bank's own numbers (call, transaction, authorisation): both are needed to pay back.
    appel = models.CharField(max_length=20, blank=True)
    transaction = models.CharField(max_length=20, blank=True)
    autorisation = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "paiement"
        ordering = ["-recu_le"]
        constraints = [
            models.CheckConstraint(condition=Q(montant__gt=0), name="paiement_montant"),
            models.UniqueConstraint(
                fields=["mode", "transaction"],
                condition=~Q(transaction=""),
                name="paiement_transaction_unique",
            ),
        ]

    def __str__(self):
        return f"{self.montant} le {self.recu_le:%d/%m/%Y}"


class Imputation(models.Model):
    """The part of a payment, or of an avoir, that pays that invoice. What is left is the payer's credit."""

    paiement = models.ForeignKey(Paiement, null=True, blank=True, on_delete=models.PROTECT, related_name="imputations")
    avoir = models.ForeignKey(
        Facture, null=True, blank=True, on_delete=models.PROTECT, related_name="imputations_donnees"
    )
    facture = models.ForeignKey(Facture, on_delete=models.PROTECT, related_name="imputations")
    montant = models.DecimalField(max_digits=9, decimal_places=2)
    le = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "imputation"
        constraints = [
            models.CheckConstraint(condition=Q(montant__gt=0), name="imputation_montant"),
            models.CheckConstraint(
                condition=Q(paiement__isnull=False, avoir__isnull=True)
                | Q(paiement__isnull=True, avoir__isnull=False),
                name="imputation_une_source",
            ),
        ]

    def __str__(self):
        return f"{self.montant} sur {self.facture}"
