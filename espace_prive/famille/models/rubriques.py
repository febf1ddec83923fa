"""Which changes are checked before they apply, and what each family confirmed this year."""

from django.db import models
from django.db.models import Q

from common import clock
from commune.models import AnneeScolaire
from espace_prive.famille.enums import Mode, Rubrique
from espace_prive.famille.models.foyers import Enfant, Foyer


class RegleDeRubrique(models.Model):
    """What the town does with a change that a parent asks for in a section; no row: ``services.rubriques.DEFAUTS``."""

    rubrique = models.CharField("rubrique", max_length=15, choices=Rubrique, unique=True)
    mode = models.CharField("un changement est", max_length=10, choices=Mode)

    class Meta:
        verbose_name = "règle d’une rubrique"
        verbose_name_plural = "règles des rubriques"

    def __str__(self):
        return f"{self.get_rubrique_display()} : {self.get_mode_display()}"


class Confirmation(models.Model):
    """« Rien n’a changé » : a section of a household or of a child, said valid for a school year, by whom and when."""

    rubrique = models.CharField("rubrique", max_length=15, choices=Rubrique)
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="+")
    foyer = models.ForeignKey(Foyer, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations")
    enfant = models.ForeignKey(Enfant, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations")
    le = models.DateTimeField("confirmée le", default=clock.maintenant)
    par_nom = models.CharField("confirmée par", max_length=200)

    class Meta:
        verbose_name = "confirmation"
        constraints = [
            models.UniqueConstraint(
                fields=["rubrique", "annee", "foyer", "enfant"], name="confirmation_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(foyer__isnull=True) ^ Q(enfant__isnull=True), name="confirmation_foyer_ou_enfant"
            ),
        ]

    def __str__(self):
        return f"{self.get_rubrique_display()}, {self.annee}"
