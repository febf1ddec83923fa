"""What is closed, to everybody or to some children, and the bookings that it cancelled."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import Ecole, Lieu
from espace_prive.famille.enums import Niveau
from reservations.activites.models import Activite
from reservations.planning import querysets
from reservations.planning.enums import Retour
from reservations.planning.models.reservations import Reservation
from reservations.planning.rules_fermetures import PublicFerme


class OperationDeFermeture(models.Model):
    """What was closed in one action, and why: it opens again together, or one by one."""

    motif = models.CharField("raison", max_length=140)
    # Closed with the whole town, by its calendar: it opens again with it.
    generale = models.BooleanField("toute la commune", default=False, editable=False)
    faite_le = models.DateTimeField(default=clock.maintenant, editable=False)
    faite_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "opération de fermeture"
        verbose_name_plural = "opérations de fermeture"
        ordering = ["-faite_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="operation_motivee",
                violation_error_message="Dites pourquoi le jour est fermé.",
            ),
        ]

    def __str__(self):
        return self.motif


class Fermeture(models.Model):
    """One place of an activity closed on one day, to everybody or to a school, a level, a class; who opened it again.

    To everybody, the rows of places are ``ferme``; to some children only, they are ``restreint`` and stay open to the
    others. What was closed together is as many rows as places, days and classes, so that each opens again by itself.
    """

    operation = models.ForeignKey(OperationDeFermeture, on_delete=models.CASCADE, related_name="fermetures")
    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="fermetures")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="fermetures")
    date = models.DateField("jour")
    # Whose children; no school: everybody.
    ecole = models.ForeignKey(Ecole, null=True, blank=True, on_delete=models.PROTECT, related_name="fermetures")
    niveau = models.CharField("niveau", max_length=3, choices=Niveau, blank=True)
    classe = models.CharField("classe", max_length=60, blank=True)
    rouverte_le = models.DateTimeField(null=True, blank=True, editable=False)
    rouverte_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    motif_reouverture = models.CharField("raison de la réouverture", max_length=140, blank=True)

    objects = querysets.FermetureQuerySet.as_manager()

    class Meta:
        verbose_name = "fermeture d’un jour"
        verbose_name_plural = "fermetures d’un jour"
        ordering = ["date", "lieu__tri", "activite__tri", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "lieu", "date", "ecole", "niveau", "classe"],
                condition=Q(rouverte_le__isnull=True),
                nulls_distinct=False,
                name="fermeture_unique",
                violation_error_message="Ce jour est déjà fermé à cet endroit.",
            ),
            models.CheckConstraint(
                condition=Q(ecole__isnull=False) | Q(niveau="", classe=""),
                name="fermeture_de_l_ecole",
                violation_error_message="Dites de quelle école sont ces enfants.",
            ),
        ]
        indexes = [models.Index(fields=["date", "lieu"], name="fermeture_date")]

    def __str__(self):
        return f"{self.activite}, {self.lieu}, {self.date:%d/%m/%Y}"

    @property
    def fermee(self) -> bool:
        return self.rouverte_le is None

    @property
    def public(self) -> PublicFerme:
        return PublicFerme(self.ecole_id, self.niveau, self.classe)

    @property
    def pour(self) -> str:
        """« École Aimé-Césaire, CE1 A »; empty for everybody."""
        return ", ".join(filter(None, [str(self.ecole or ""), self.niveau, self.classe]))


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
