"""Tariff grids, dated, with the deliberation that voted them."""

from django.db import models
from django.db.models import Q

from common.constraints import sans_chevauchement
from factures.tarifs.enums import Borne, FormeTarif
from reservations.activites.models import Formule


class Grille(models.Model):
    """The grid of one formule between two dates. The grids shown to visitors are these very rows."""

    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="grilles")
    nom = models.CharField("nom", max_length=120)
    du = models.DateField("s’applique du")
    au = models.DateField("au", null=True, blank=True)
    deliberation = models.CharField("délibération", max_length=120, blank=True)
    forme = models.CharField("forme", max_length=20, choices=FormeTarif, default=FormeTarif.TRANCHES)
    borne = models.CharField("borne comprise", max_length=12, choices=Borne, default=Borne.SUPERIEURE)
    prix_exceptionnel = models.DecimalField(
        "prix du repas exceptionnel",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Affiché dans la grille ; ne s’applique pas aux repas réservés.",
    )

    class Meta:
        verbose_name = "grille tarifaire"
        verbose_name_plural = "grilles tarifaires"
        ordering = ["formule", "-du"]
        constraints = [
            sans_chevauchement(
                "grille_sans_chevauchement",
                "formule",
                message="Une autre grille s’applique déjà à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} (à partir du {self.du:%d/%m/%Y})"


class Tranche(models.Model):
    """A bracket of a grid: quotients up to ``jusqua`` (empty for the last one) pay ``prix``."""

    grille = models.ForeignKey(Grille, on_delete=models.CASCADE, related_name="tranches")
    jusqua = models.DecimalField("quotient jusqu’à", max_digits=9, decimal_places=2, null=True, blank=True)
    prix = models.DecimalField("prix", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "tranche"
        ordering = [models.F("jusqua").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["grille", "jusqua"], nulls_distinct=False, name="tranche_unique"),
            models.CheckConstraint(
                condition=Q(prix__gte=0),
                name="tranche_prix",
                violation_error_message="Un prix ne peut pas être négatif.",
            ),
        ]

    def __str__(self):
        return f"jusqu’à {self.jusqua} : {self.prix}" if self.jusqua else f"au-delà : {self.prix}"
