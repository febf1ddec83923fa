"""Who subscribed to the calendar of a family, from a telephone that never signs in."""

from django.db import models
from django.db.models import Q

from common import clock
from espace_prive.famille.models import Enfant, Responsable


class AbonnementAgenda(models.Model):
    """The secret address of one adult's calendar: of all its children (``enfant`` None), or of one of them.

    The address opens by its fingerprint alone; it is sealed beside, for its owner to read it again. ``contenu`` is the
    fingerprint of what was last given, ``change_le`` since when it is so: what a telephone compares before it reads.
    """

    adulte = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="abonnements_agenda")
    enfant = models.ForeignKey(
        Enfant, null=True, blank=True, on_delete=models.CASCADE, related_name="abonnements_agenda"
    )
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    scelle = models.BinaryField(editable=False)
    cree_le = models.DateTimeField("créé le", default=clock.maintenant, editable=False)
    lu_le = models.DateField("lu le", null=True, editable=False)
    contenu = models.CharField(max_length=64, blank=True, editable=False)
    change_le = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "abonnement à l’agenda"
        verbose_name_plural = "abonnements à l’agenda"
        constraints = [
            models.UniqueConstraint(
                fields=["adulte", "enfant"], nulls_distinct=False, name="abonnement_unique",
            ),
            models.CheckConstraint(
                condition=Q(contenu="", change_le__isnull=True) | (~Q(contenu="") & Q(change_le__isnull=False)),
                name="abonnement_date",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Agenda de {self.adulte}"
