"""What the service did to booked days, on any day, whatever the deadlines: why, what came of each, and its undoing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from espace_prive.famille.models import Enfant
from reservations.activites.models import Activite, Formule
from reservations.interventions.enums import GesteIntervention, ResultatIntervention
from reservations.planning.models import MOTIF_MAX, Reservation


class Intervention(models.Model):
    """One gesture of an agent on one or many days; ``defait``: the one that it takes back, once."""

    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="interventions")
    geste = models.CharField("geste", max_length=15, choices=GesteIntervention)
    motif = models.CharField("raison", max_length=MOTIF_MAX)
    le = models.DateTimeField(default=clock.maintenant)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    defait = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="defaite_par")

    class Meta:
        verbose_name = "correction de réservations"
        verbose_name_plural = "corrections de réservations"
        ordering = ["-pk"]
        permissions = [("intervenir", "Peut corriger les réservations, passées et à venir")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motif=""), name="intervention_motivee", violation_error_message="Dites pourquoi."
            ),
            models.CheckConstraint(
                condition=Q(geste=GesteIntervention.RETOUR, defait__isnull=False)
                | ~Q(geste=GesteIntervention.RETOUR) & Q(defait__isnull=True),
                name="intervention_retour",
            ),
        ]

    def __str__(self):
        return f"{self.activite} : {self.get_geste_display()}, {self.le:%d/%m/%Y}"


class LigneIntervention(models.Model):
    """One child, one day, and what came of it: a decision that the billing journal reads, by its number.

    ``avant`` and ``apres`` are the booking's state (``services.etats``); ``avant`` empty: it did not exist.
    ``au_dela``: the rows of places (ids) that were raised by one to make room.
    """

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="lignes")
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="+")
    formule = models.ForeignKey(Formule, null=True, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    fait = models.CharField(max_length=15, choices=GesteIntervention)
    resultat = models.CharField(max_length=10, choices=ResultatIntervention)
    code = models.CharField(max_length=20, blank=True)
    phrase = models.CharField(max_length=300)
    reservation = models.ForeignKey(Reservation, null=True, on_delete=models.PROTECT, related_name="interventions")
    avant = models.JSONField(null=True)
    apres = models.JSONField(null=True)
    au_dela = models.JSONField(default=list)

    class Meta:
        verbose_name = "ligne de correction"
        verbose_name_plural = "lignes de correction"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resultat=ResultatIntervention.REFUSEE) & ~Q(code="")
                | Q(resultat=ResultatIntervention.FAITE, code="", reservation__isnull=False, apres__isnull=False),
                name="ligne_intervention_dite",
            ),
        ]

    def __str__(self):
        return f"{self.enfant}, {self.date:%d/%m/%Y} : {self.get_fait_display()}"

    @property
    def faite(self) -> bool:
        return self.resultat == ResultatIntervention.FAITE

    @property
    def fait_en_mots(self) -> str:
        return GesteIntervention(self.fait).fait
