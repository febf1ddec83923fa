"""How the file is kept: what is checked before it is applied, what was confirmed, the benefits' number."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import AnneeScolaire
from espace_prive.famille.enums import Mode, Organisme, Rubrique
from espace_prive.famille.models.foyers import Enfant, Foyer

NUMERO = RegexValidator(r"^[0-9A-Za-z]{5,15}$", "Un numéro d’allocataire a de 5 à 15 chiffres.")


class RegleDeRubrique(models.Model):
    """What the town does with a change that a parent asks in a section; without a row, ``services.tenue.DEFAUTS``."""

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


class Allocataire(models.Model):
    """The household's number at the CAF or the MSA, and whether it lets the town ask them for its quotient."""

    foyer = models.OneToOneField(Foyer, on_delete=models.CASCADE, related_name="allocataire")
    organisme = models.CharField("organisme", max_length=5, choices=Organisme)
    numero = models.CharField("numéro d’allocataire", max_length=15, blank=True, validators=[NUMERO])
    consent = models.BooleanField("accepte que la commune demande son quotient à la CAF ou à la MSA", default=False)
    consent_le = models.DateTimeField("depuis le", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "allocataire"
        constraints = [
            models.CheckConstraint(
                condition=(Q(organisme="aucun") & Q(numero="") & Q(consent=False))
                | (~Q(organisme="aucun") & ~Q(numero="")),
                name="allocataire_numero",
                violation_error_message="Écrivez le numéro d’allocataire, ou choisissez « Aucun des deux ».",
            ),
        ]

    def __str__(self):
        return f"{self.get_organisme_display()} {self.numero}".strip()
