"""What the town asks its families about the days to come, what they answer, and what they were reminded of."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common import clock
from commune.models import Ecole, Service
from espace_prive.famille.models import Enfant, Foyer
from reservations.activites.models import Activite, PeriodeReservation
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


class Rencontre(models.Model):
    """Appointments that the service offers to families: « Rencontrer la directrice », one for each child.

    For the children of its ``ecoles`` and of its ``activites``; neither: those whom the service's activities welcome.
    """

    titre = models.CharField("titre", max_length=80, help_text="Par exemple : Rencontrer la directrice")
    texte = models.CharField("ce que les familles lisent", max_length=300, blank=True)
    lieu = models.CharField("où", max_length=100, help_text="Par exemple : École Aimé-Césaire, bureau de direction")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="rencontres")
    ecoles = models.ManyToManyField(Ecole, verbose_name="écoles", blank=True, related_name="+")
    activites = models.ManyToManyField(Activite, verbose_name="activités", blank=True, related_name="+")
    ouvre_le = models.DateTimeField("les familles choisissent dès le")
    ferme_le = models.DateTimeField("jusqu’au")
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    creee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "rencontre"
        ordering = ["-ferme_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ouvre_le__lt=F("ferme_le")),
                name="rencontre_dates",
                violation_error_message="Le choix se ferme avant de s’ouvrir.",
            ),
        ]

    def __str__(self):
        return self.titre

    @property
    def etat(self) -> EtatDeCampagne:
        return EtatDeCampagne(rules.etat(self.ouvre_le, self.ferme_le, None, maintenant=clock.maintenant()))


class RendezVous(models.Model):
    """One appointment: free, or taken for one child. The row holds who took it: nobody else can."""

    rencontre = models.ForeignKey(Rencontre, on_delete=models.CASCADE, related_name="rendez_vous")
    debut = models.DateTimeField("de")
    fin = models.DateTimeField("à")
    enfant = models.ForeignKey(Enfant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    foyer = models.ForeignKey(Foyer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    pris_le = models.DateTimeField(null=True, blank=True, editable=False)
    pris_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    rappele_le = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rencontre", "debut"],
                name="rendez_vous_unique",
                violation_error_message="Un rendez-vous existe déjà à cette heure.",
            ),
            models.UniqueConstraint(
                fields=["rencontre", "enfant"],
                condition=Q(enfant__isnull=False),
                name="rendez_vous_un_par_enfant",
                violation_error_message="L’enfant a déjà un rendez-vous.",
            ),
            models.CheckConstraint(condition=Q(debut__lt=F("fin")), name="rendez_vous_heures"),
        ]
        indexes = [models.Index(fields=["debut"], name="rendez_vous_debut")]

    def __str__(self):
        return f"{self.rencontre}, {self.debut:%d/%m/%Y %H:%M}"

    @property
    def libre(self) -> bool:
        return self.enfant_id is None
