"""School years, holidays, public holidays."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel

from commune.enums import Zone


class AnneeScolaire(models.Model):
    """A school year, from the pupils' return to the eve of the summer holidays."""

    libelle = models.CharField(
        "année",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^20\d{2}-20\d{2}$", "Écrivez l’année comme 2026-2027.")],
        error_messages={"unique": "Cette année scolaire existe déjà."},
    )
    du = models.DateField("du", help_text="La rentrée des élèves.")
    au = models.DateField("au", help_text="Le dernier jour avant les vacances d’été.")
    # Corrected by hand: an import leaves it as it is.
    corrige = models.BooleanField("corrigée à la main", default=False, editable=False)

    panels = [FieldPanel("libelle"), FieldPanel("du"), FieldPanel("au")]

    class Meta:
        verbose_name = "année scolaire"
        verbose_name_plural = "années scolaires"
        ordering = ["du"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(du__lt=models.F("au")),
                name="annee_dates",
                violation_error_message="L’année scolaire finit avant de commencer.",
            ),
        ]

    def __str__(self):
        return self.libelle


class Vacances(models.Model):
    """A period of school holidays of a zone, first and last day included."""

    zone = models.CharField("zone", max_length=1, choices=Zone)
    nom = models.CharField("nom", max_length=80)
    du = models.DateField("du", help_text="Le premier jour sans école.")
    au = models.DateField("au", help_text="Le dernier jour sans école, la veille de la reprise.")
    corrige = models.BooleanField("corrigées à la main", default=False, editable=False)

    panels = [FieldPanel("nom"), FieldPanel("zone"), FieldPanel("du"), FieldPanel("au")]

    class Meta:
        verbose_name = "vacances"
        verbose_name_plural = "vacances"
        ordering = ["du"]
        constraints = [
            models.UniqueConstraint(
                Lower("zone"),
                "du",
                name="vacances_uniques",
                violation_error_message="Des vacances commencent déjà ce jour-là dans cette zone.",
            ),
            models.CheckConstraint(
                condition=models.Q(du__lte=models.F("au")),
                name="vacances_dates",
                violation_error_message="Ces vacances finissent avant de commencer.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} (zone {self.zone})"


class JourFerieQuerySet(models.QuerySet):
    def chomes(self):
        """Keep the days that are off: not those that the town works."""
        return self.filter(travaille=False)


class JourFerie(models.Model):
    """A public holiday, or a day on which the whole town closes.

    ``travaille``: a published holiday that this town works; the row stays, so that no import brings it back.
    """

    date = models.DateField("date", unique=True, error_messages={"unique": "Ce jour est déjà dans la liste."})
    nom = models.CharField("nom", max_length=80)
    travaille = models.BooleanField("travaillé", default=False, editable=False)
    corrige = models.BooleanField("corrigé à la main", default=False, editable=False)

    objects = JourFerieQuerySet.as_manager()

    class Meta:
        verbose_name = "jour férié ou fermeture"
        verbose_name_plural = "jours fériés et fermetures"
        ordering = ["date"]

    def __str__(self):
        return f"{self.nom} ({self.date:%d/%m/%Y})"
