"""Private documents: what a family hands to a service. No address of the web leads to a file."""

import uuid

from django.conf import settings
from django.db import models

from common import clock


class Piece(models.Model):
    """A document, checked, written anew, and encrypted under a random name.

    It knows no domain: what it proves points to it, and the view of that thing decides who may open it.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nom = models.CharField("nom du fichier", max_length=120)
    genre = models.CharField("genre", max_length=40)
    taille = models.PositiveIntegerField("taille", help_text="Du document lisible, en octets.")
    empreinte = models.CharField(max_length=64, editable=False)
    depose_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    depose_le = models.DateTimeField("déposé le", default=clock.maintenant, editable=False)

    class Meta:
        verbose_name = "pièce"
        ordering = ["-depose_le"]

    def __str__(self):
        return self.nom

    @property
    def chemin(self):
        """Its file in the private storage: the name tells neither the content nor the owner."""
        return f"{self.numero.hex[:2]}/{self.numero.hex}"
