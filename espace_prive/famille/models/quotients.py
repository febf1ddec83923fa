"""The household’s quotients, which set its prices, and its number at the benefits’ office."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from common import clock
from common.database.constraints import sans_chevauchement
from espace_prive.documents.models import Piece
from espace_prive.famille import querysets
from espace_prive.famille.enums import Organisme, PeriodeQuotient, SourceQuotient
from espace_prive.famille.models.foyers import Foyer

NUMERO = RegexValidator(r"^[0-9A-Za-z]{5,15}$", "Un numéro d’allocataire a de 5 à 15 chiffres.")


class QuotientFamilial(models.Model):
    """A household's quotient between two dates. History: a new one ends the former, none is edited."""

    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="quotients")
    valeur = models.DecimalField("quotient familial", max_digits=9, decimal_places=2)
    periode = models.CharField("période", max_length=4, choices=PeriodeQuotient, default=PeriodeQuotient.MOIS)
    source = models.CharField("source", max_length=10, choices=SourceQuotient)
    mois = models.DateField("mois de la situation", null=True, blank=True)
    date_effet = models.DateField("s’applique à partir du")
    date_fin = models.DateField("jusqu’au", null=True, blank=True)
    preuve = models.ForeignKey(
        Piece, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="quotients"
    )
    saisi_le = models.DateTimeField(default=clock.maintenant, editable=False)

    objects = querysets.QuotientQuerySet.as_manager()

    class Meta:
        verbose_name = "quotient familial"
        verbose_name_plural = "quotients familiaux"
        ordering = ["-date_effet"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valeur__gte=0),
                name="quotient_positif",
                violation_error_message="Le quotient familial ne peut pas être négatif.",
            ),
            sans_chevauchement(
                "quotient_sans_chevauchement",
                "foyer",
                du="date_effet",
                au="date_fin",
                message="Un autre quotient s’applique déjà à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.valeur} à partir du {self.date_effet:%d/%m/%Y}"


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
