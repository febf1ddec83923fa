"""Bookings, what parents asked for and got, absences."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import Lieu
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.models import Activite, Creneau, Formule, Unite
from reservations.planning import querysets
from reservations.planning.enums import EffetAbsence, EtatReservation, MotifAbsence, ResultatDeLigne, Retour, Sens

MOTIF_MAX = 150


class Reservation(models.Model):
    """A child, a formule, a day, a payer. Its living places are its Prises; a cancelled one has none."""

    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="reservations")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="reservations")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="reservations")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="reservations")
    date = models.DateField("date")
    etat = models.CharField("état", max_length=10, choices=EtatReservation, default=EtatReservation.CONFIRMEE)
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    annulee_le = models.DateTimeField(null=True, blank=True, editable=False)
    motif_annulation = models.CharField(max_length=MOTIF_MAX, blank=True)

    objects = querysets.ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = "réservation"
        ordering = ["date", "enfant"]
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "formule", "date"],
                condition=Q(etat=EtatReservation.CONFIRMEE),
                name="reservation_unique",
                violation_error_message="Ce jour est déjà réservé pour cet enfant.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatReservation.CONFIRMEE, annulee_le__isnull=True)
                | Q(etat=EtatReservation.ANNULEE, annulee_le__isnull=False),
                name="reservation_annulee_datee",
            ),
        ]
        indexes = [
            models.Index(fields=["payeur", "date"], name="reservation_payeur"),
            models.Index(fields=["date", "lieu"], name="reservation_date"),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.formule}, {self.date:%d/%m/%Y}"


class Prise(models.Model):
    """One place taken by a living booking. The child cannot take the same unit twice on one day, anywhere."""

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="prises")
    creneau = models.ForeignKey(Creneau, on_delete=models.PROTECT, related_name="prises_vivantes")
    # Copied from the booking and the créneau: what the constraint below is about.
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="+")
    unite = models.ForeignKey(Unite, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()

    class Meta:
        verbose_name = "place prise"
        verbose_name_plural = "places prises"
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "unite", "date"],
                name="prise_unique",
                violation_error_message="L’enfant a déjà une place à ce moment-là.",
            ),
        ]

    def __str__(self):
        return str(self.creneau)


class DemandeReservation(models.Model):
    """What a parent validated; ``empreinte`` tells the same request sent twice from another under its number."""

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="demande_reservation")
    empreinte = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = "demande de réservation"
        verbose_name_plural = "demandes de réservation"

    def __str__(self):
        return str(self.demarche)


class LigneDemande(models.Model):
    """One day asked for, and its answer: the price, the quotient and the sentence shown then."""

    demande = models.ForeignKey(DemandeReservation, on_delete=models.CASCADE, related_name="lignes")
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="+")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    sens = models.CharField(max_length=10, choices=Sens)
    resultat = models.CharField(max_length=10, choices=ResultatDeLigne)
    code = models.CharField(max_length=20, blank=True)
    phrase = models.CharField(max_length=300, blank=True)
    prix = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    quotient = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    grille_id_vue = models.BigIntegerField(null=True)
    reservation = models.ForeignKey(Reservation, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "ligne de demande"
        verbose_name_plural = "lignes de demande"
        ordering = ["enfant", "date"]

    def __str__(self):
        return f"{self.get_sens_display()} {self.enfant} {self.date:%d/%m/%Y}"


class Absence(models.Model):
    """A booked day on which the child will not come, and what it changes to the bill, with its sentence."""

    reservation = models.OneToOneField(Reservation, on_delete=models.CASCADE, related_name="absence")
    demarche = models.ForeignKey(Demarche, null=True, on_delete=models.SET_NULL, related_name="absences")
    motif = models.CharField("raison", max_length=10, choices=MotifAbsence)
    declaree_le = models.DateTimeField(default=clock.maintenant)
    declaree_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    effet = models.CharField(max_length=12, choices=EffetAbsence)
    phrase = models.CharField(max_length=300)

    class Meta:
        verbose_name = "absence"
        ordering = ["-declaree_le"]

    def __str__(self):
        return f"{self.reservation} : {self.get_effet_display()}"


class Fermeture(models.Model):
    """One place of an activity closed on one day: who, when, why; and who opened it again.

    Places closed together are as many rows, so that each opens again by itself.
    """

    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="fermetures")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="fermetures")
    date = models.DateField("jour")
    motif = models.CharField("raison", max_length=140)
    fermee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    fermee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    rouverte_le = models.DateTimeField(null=True, blank=True, editable=False)
    rouverte_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = querysets.FermetureQuerySet.as_manager()

    class Meta:
        verbose_name = "fermeture d’un jour"
        verbose_name_plural = "fermetures d’un jour"
        ordering = ["-date", "lieu", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "lieu", "date"],
                condition=Q(rouverte_le__isnull=True),
                name="fermeture_unique",
                violation_error_message="Ce jour est déjà fermé à cet endroit.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="fermeture_motivee",
                violation_error_message="Dites pourquoi le jour est fermé.",
            ),
        ]

    def __str__(self):
        return f"{self.activite}, {self.lieu}, {self.date:%d/%m/%Y}"


class ReservationFermee(models.Model):
    """One booking that a closing cancelled, and what the reopening made of it, with the sentence that says why."""

    fermeture = models.ForeignKey(Fermeture, on_delete=models.CASCADE, related_name="touchees")
    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="fermetures")
    retour = models.CharField("suite", max_length=10, choices=Retour, default=Retour.ANNULEE)
    phrase = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "réservation annulée par une fermeture"
        verbose_name_plural = "réservations annulées par une fermeture"
        constraints = [
            models.UniqueConstraint(fields=["fermeture", "reservation"], name="reservation_fermee_unique"),
        ]

    def __str__(self):
        return f"{self.reservation} : {self.get_retour_display()}"
