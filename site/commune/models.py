"""The town: its settings, services, places, schools, régies and calendar. The lowest domain."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from common.couleurs import verifier_accent
from common.memoire import oublier
from commune.enums import GenreDeLieu, Zone


@register_setting(icon="home")
class Reglages(BaseGenericSetting):
    """What the town says of itself: one place, read by pages, mails and printed documents."""

    MEMOIRE = "reglages"

    nom = models.CharField("nom de la commune", max_length=100, default="Ma commune")
    slogan = models.CharField("devise du portail", max_length=150, blank=True)
    couleur = models.CharField(
        "couleur de la commune",
        max_length=7,
        default="#1f5f8b",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Écrivez la couleur comme #1f5f8b.")],
        help_text="Une seule couleur : le reste de la palette en est déduit, et son contraste est vérifié.",
    )
    blason = models.ImageField(
        "blason",
        upload_to="commune",
        blank=True,
        help_text="Une image PNG ou JPEG carrée. Sans image, l’initiale de la commune est dessinée dans un écu.",
    )
    site_principal = models.URLField("site de la commune", blank=True)
    adresse = models.CharField("adresse de la mairie", max_length=200, blank=True)
    code_postal = models.CharField("code postal", max_length=5, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    courriel = models.EmailField("courriel", blank=True)
    horaires = models.CharField("horaires d’ouverture", max_length=200, blank=True)
    zone = models.CharField("zone de vacances scolaires", max_length=1, choices=Zone, default=Zone.B)
    directeur_publication = models.CharField("directeur de la publication", max_length=150, blank=True)
    delegue_donnees = models.EmailField("délégué à la protection des données", blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("nom"), FieldPanel("slogan"), FieldPanel("couleur"), FieldPanel("blason")], "Identité"
        ),
        MultiFieldPanel(
            [
                FieldPanel("site_principal"),
                FieldPanel("adresse"),
                FieldPanel("code_postal"),
                FieldPanel("telephone"),
                FieldPanel("courriel"),
                FieldPanel("horaires"),
            ],
            "Mairie",
        ),
        FieldPanel("zone"),
        MultiFieldPanel([FieldPanel("directeur_publication"), FieldPanel("delegue_donnees")], "Mentions légales"),
    ]

    class Meta:
        verbose_name = "réglages de la commune"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        oublier(self.MEMOIRE)

    def __str__(self):
        return self.nom

    def clean(self):
        """Refuse a colour on which white text could not be read, and propose the nearest that can."""
        super().clean()
        if refus := verifier_accent(self.couleur):
            raise ValidationError({"couleur": refus.message})

    @property
    def ville(self):
        """The town's bare name (« Donges » for « Ville de Donges »)."""
        return self.nom.removeprefix("Ville de ").removeprefix("Ville d’")


class Service(models.Model):
    """A department of the town hall that families deal with."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=100)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    courriel = models.EmailField("courriel", blank=True)
    horaires = models.CharField("horaires", max_length=200, blank=True)

    class Meta:
        verbose_name = "service"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class Lieu(models.Model):
    """A place of the town: school, restaurant, centre, crèche."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=120)
    genre = models.CharField("genre", max_length=20, choices=GenreDeLieu)
    adresse = models.CharField("adresse", max_length=200, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class Ecole(models.Model):
    """A school, and the restaurant where its pupils eat."""

    lieu = models.OneToOneField(Lieu, on_delete=models.PROTECT, related_name="ecole")
    niveaux = models.CharField("niveaux", max_length=100, help_text="Par exemple : PS MS GS CP CE1 CE2 CM1 CM2")
    restaurant = models.ForeignKey(
        Lieu, null=True, blank=True, on_delete=models.PROTECT, related_name="ecoles_servies"
    )

    class Meta:
        verbose_name = "école"
        ordering = ["lieu__nom"]

    def __str__(self):
        return self.lieu.nom


class Regie(models.Model):
    """A cash office: it issues invoices under its own numbers and takes their money."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=100)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="regies")

    class Meta:
        verbose_name = "régie"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class AnneeScolaire(models.Model):
    """A school year, from the pupils' return to the eve of the summer holidays."""

    libelle = models.CharField("année", max_length=9, unique=True)
    du = models.DateField("du")
    au = models.DateField("au")

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
    du = models.DateField("du")
    au = models.DateField("au")

    class Meta:
        verbose_name = "vacances"
        verbose_name_plural = "vacances"
        ordering = ["du"]
        constraints = [
            models.UniqueConstraint(Lower("zone"), "du", name="vacances_uniques"),
            models.CheckConstraint(condition=models.Q(du__lte=models.F("au")), name="vacances_dates"),
        ]

    def __str__(self):
        return f"{self.nom} (zone {self.zone})"


class JourFerie(models.Model):
    """A public holiday."""

    date = models.DateField("date", unique=True)
    nom = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "jour férié"
        verbose_name_plural = "jours fériés"
        ordering = ["date"]

    def __str__(self):
        return f"{self.nom} ({self.date:%d/%m/%Y})"
