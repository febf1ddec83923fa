"""Who is registered for what, where, at the cost of whom; and what the service changed of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from common.database.constraints import sans_chevauchement
from commune.models import Lieu
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites import querysets
from reservations.activites.enums import EtatInscription, Fonctionnement
from reservations.activites.models.activites import Activite


class Inscription(models.Model):
    """The right to book an activity for a child, at a place, at the cost of a payer, between two dates."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="inscriptions")
    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="inscriptions")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="inscriptions")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="inscriptions")
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatInscription, default=EtatInscription.ACTIVE)
    demandee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)

    objects = querysets.InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["enfant", "activite"]
        constraints = [
            sans_chevauchement(
                "inscription_unique",
                "enfant",
                "activite",
                "payeur",
                condition=Q(etat=EtatInscription.ACTIVE),
                message="L’enfant est déjà inscrit à cette activité à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.activite}"


class ChangementDInscription(models.Model):
    """What the service changed of a registration, and what it was before: its history, and its undoing.

    Another place or payer holds from ``depuis`` on: the registration then ends the day before, and ``suite`` goes on.
    """

    inscription = models.ForeignKey(Inscription, on_delete=models.CASCADE, related_name="changements")
    suite = models.OneToOneField(
        Inscription, null=True, blank=True, on_delete=models.SET_NULL, related_name="vient_de"
    )
    lieu_avant = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+")
    payeur_avant = models.ForeignKey(Payeur, on_delete=models.CASCADE, related_name="+")
    du_avant = models.DateField()
    au_avant = models.DateField(null=True, blank=True)
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+")
    payeur = models.ForeignKey(Payeur, on_delete=models.CASCADE, related_name="+")
    du = models.DateField()
    au = models.DateField(null=True, blank=True)
    depuis = models.DateField()
    motif = models.CharField("raison", max_length=300)
    # What the domains above changed with it and hold in no row of theirs.
    traces = models.JSONField(default=dict)
    le = models.DateTimeField(default=clock.maintenant, editable=False)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    defait_le = models.DateTimeField(null=True, blank=True, editable=False)
    defait_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "changement d’une inscription"
        verbose_name_plural = "changements d’une inscription"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return str(self.inscription)

    @property
    def ailleurs(self) -> bool:
        """The place or the payer changes."""
        return (self.lieu_id, self.payeur_id) != (self.lieu_avant_id, self.payeur_avant_id)

    @property
    def suite_voulue(self) -> bool:
        """Another registration goes on from ``depuis``; a yearly fee is asked once, and is never cut in two."""
        annuelle = self.inscription.activite.fonctionnement == Fonctionnement.ABONNEMENT
        return self.ailleurs and self.depuis > self.du and not annuelle
