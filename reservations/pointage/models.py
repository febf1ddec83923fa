"""Lists made to be printed, and what they said."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import Lieu
from reservations.activites.models import Activite


class Tirage(models.Model):
    """A list of a day as it was printed, its PDF sealed: it is kept until some days after, and later changes show.

    Without ``par`` the night made it, for the morning when the network is down. ``sante``: it holds diets and care
    plans. ``partiel``: it leaves some children of its places out, so that it tells nothing of who is not on it.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="tirages")
    lieu = models.ForeignKey(Lieu, null=True, blank=True, on_delete=models.CASCADE, related_name="tirages")
    jour = models.DateField("jour")
    criteres = models.JSONField(default=dict)
    sante = models.BooleanField("avec les régimes et les PAI", default=False)
    partiel = models.BooleanField(default=False)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tirages"
    )
    de_nuit = models.BooleanField(default=False)
    demande_le = models.DateTimeField(default=clock.maintenant)
    fait_le = models.DateTimeField("imprimé le", null=True, blank=True)
    enfants = models.PositiveIntegerField(default=0)
    contenu = models.BinaryField(null=True)
    # {place: {child: the mark of what was said of it}}
    dit = models.JSONField(default=dict)

    class Meta:
        verbose_name = "liste imprimée"
        verbose_name_plural = "listes imprimées"
        ordering = ["-demande_le", "-pk"]
        indexes = [models.Index(fields=["activite", "jour"], name="tirage_jour")]
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "lieu", "jour", "sante"], condition=Q(de_nuit=True), name="tirage_de_nuit_unique"
            ),
        ]

    def __str__(self):
        return f"{self.activite}, {self.jour:%d/%m/%Y}"
