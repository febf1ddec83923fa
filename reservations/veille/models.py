"""Which evenings were done, and who wants no such mail."""

from django.db import models

from common import clock
from espace_prive.famille.models import Responsable


class Soiree(models.Model):
    """An evening that was done: of the week of ``lundi``, what had to be booked on ``limite_le`` at the latest.

    Written once all its mails are promised: an evening that was cut short is done again, and each mail leaves once.
    """

    lundi = models.DateField("semaine du")
    limite_le = models.DateField("limite")
    faite_le = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "soir de rappel"
        verbose_name_plural = "soirs de rappel"
        ordering = ["-limite_le", "lundi"]
        constraints = [models.UniqueConstraint(fields=["lundi", "limite_le"], name="soiree_unique")]

    def __str__(self):
        return f"{self.lundi:%d/%m/%Y} : {self.limite_le:%d/%m/%Y}"


class RefusDeRappel(models.Model):
    """An adult who wants no mail the evening before."""

    responsable = models.OneToOneField(Responsable, on_delete=models.CASCADE, related_name="refus_de_rappel")
    depuis = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "refus des rappels de la veille"
        verbose_name_plural = "refus des rappels de la veille"

    def __str__(self):
        return str(self.responsable)
