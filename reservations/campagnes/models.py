"""What the town asks its families about the days to come, what they answer, and what they were reminded of."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common import clock
from espace_prive.famille.models import Enfant, Foyer
from reservations.activites.models import PeriodeReservation
from reservations.campagnes import rules
from reservations.campagnes.enums import Dit, EtatDeCampagne


def rappels_d_usage():
    """A week before the end, and the day before."""
    return [7, 1]


class Campagne(models.Model):
    """A question about the days of some booking periods, a holiday session say: it opens, and closes, at dates.

    The children that are registered for the activities of its ``periodes`` are asked about, each home for its own.
    """

    titre = models.CharField("titre", max_length=80, help_text="Par exemple : Vacances de Noël")
    question = models.CharField(
        "question", max_length=200, help_text="Par exemple : Votre enfant viendra-t-il au centre de loisirs ?"
    )
    periodes = models.ManyToManyField(
        PeriodeReservation, verbose_name="sessions et périodes", related_name="campagnes",
        help_text="Les familles des enfants inscrits à ces activités sont interrogées.",
    )  # fmt: skip
    ouvre_le = models.DateTimeField("ouvre le")
    ferme_le = models.DateTimeField("ferme le")
    rappels = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="rappels, en jours avant la fin", default=rappels_d_usage,
        blank=True,
    )  # fmt: skip
    # Closed by hand, before its time.
    fermee_le = models.DateTimeField(null=True, blank=True, editable=False)
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    creee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "campagne"
        ordering = ["-ferme_le", "-pk"]
        permissions = [("tenir_campagnes", "Peut tenir les campagnes et les rendez-vous")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ouvre_le__lt=F("ferme_le")),
                name="campagne_dates",
                violation_error_message="La campagne ferme avant d’ouvrir.",
            ),
        ]

    def __str__(self):
        return self.titre

    @property
    def etat(self) -> EtatDeCampagne:
        return EtatDeCampagne(rules.etat(self.ouvre_le, self.ferme_le, self.fermee_le, maintenant=clock.maintenant()))

    @property
    def close_le(self):
        """When it closed, or will."""
        return self.fermee_le or self.ferme_le


class ReponseDeCampagne(models.Model):
    """What a home answers for a child. ``souhaits``: [{"inscription", "formule", "jour"}, …], the days that it wishes.

    They are wishes until they are booked: bookings are never read here, only where they are.
    """

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="reponses")
    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="+")
    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="+")
    dit = models.CharField("réponse", max_length=10, choices=Dit)
    souhaits = models.JSONField(default=list)
    le = models.DateTimeField(default=clock.maintenant)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "réponse à une campagne"
        verbose_name_plural = "réponses à une campagne"
        constraints = [
            models.UniqueConstraint(fields=["campagne", "enfant", "foyer"], name="reponse_de_campagne_unique"),
            models.CheckConstraint(condition=Q(dit=Dit.OUI) | Q(souhaits=[]), name="reponse_de_campagne_souhaits"),
        ]

    def __str__(self):
        return f"{self.campagne}, {self.enfant} : {self.get_dit_display()}"


class Relance(models.Model):
    """A mail that was sent to who had not answered: ``etape`` names its moment, once."""

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="relances")
    etape = models.CharField(max_length=60)
    faite_le = models.DateTimeField(default=clock.maintenant)
    nombre = models.PositiveIntegerField("courriels", default=0)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "relance d’une campagne"
        verbose_name_plural = "relances d’une campagne"
        ordering = ["-faite_le"]
        constraints = [models.UniqueConstraint(fields=["campagne", "etape"], name="relance_unique")]

    def __str__(self):
        return f"{self.campagne} : {self.etape}"
