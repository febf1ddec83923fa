"""Services, places, schools, régies."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from common.database.fields import CleDeTri, Derivable, Nomme
from common.web.memory import forget
from commune.enums import GenreDeLieu, Niveau
from commune.models.reglages import SERVICE_A_APPELER, TELEPHONE


class Service(Nomme, Derivable):
    """A department of the town hall that families deal with."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=100)
    telephone = models.CharField(
        "téléphone",
        max_length=20,
        blank=True,
        validators=[TELEPHONE],
        help_text="Par exemple : 02 61 91 00 20. À laisser vide si le numéro unique répond pour ce service.",
    )
    orientation = models.CharField(
        "choix au numéro unique",
        max_length=80,
        blank=True,
        help_text="Si un seul numéro répond pour tous : ce qu’il faut faire, par exemple « tapez 2 ».",
    )
    courriel = models.EmailField("courriel", blank=True, help_text="Les messages de « Nous écrire » y arrivent.")
    courriel_factures = models.EmailField(
        "courriel des factures",
        blank=True,
        help_text="Si les questions sur les factures ont leur propre boîte. Sinon, le courriel du service sert.",
    )
    horaires = models.CharField("horaires", max_length=200, blank=True)
    premier_contact = models.BooleanField(
        "premier contact des familles",
        default=False,
        help_text="Le service nommé quand on ne sait pas encore à qui s’adresser : clé perdue, compte, courriers.",
    )
    tri = CleDeTri("nom")

    panels = [
        FieldPanel("nom"),
        MultiFieldPanel([FieldPanel("telephone"), FieldPanel("orientation"), FieldPanel("horaires")], "Par téléphone"),
        MultiFieldPanel([FieldPanel("courriel"), FieldPanel("courriel_factures")], "Par courriel"),
        FieldPanel("premier_contact"),
    ]

    class Meta:
        verbose_name = "service"
        ordering = ["tri"]

    def __str__(self):
        return self.nom

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        forget(SERVICE_A_APPELER)

    @property
    def pour_les_factures(self):
        """The address for questions on an invoice."""
        return self.courriel_factures or self.courriel


class Lieu(Nomme, Derivable):
    """A place of the town: school, restaurant, centre, crèche."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=120)
    genre = models.CharField("genre", max_length=20, choices=GenreDeLieu)
    adresse = models.CharField("adresse", max_length=200, blank=True)
    telephone = models.CharField(
        "téléphone",
        max_length=20,
        blank=True,
        validators=[TELEPHONE],
        help_text="Le numéro direct de l’équipe sur place, par exemple 02 61 91 00 51.",
    )
    horaires = models.CharField("horaires", max_length=200, blank=True)
    tri = CleDeTri("nom")

    panels = [
        FieldPanel("nom"),
        FieldPanel("genre"),
        FieldPanel("adresse"),
        FieldPanel("telephone"),
        FieldPanel("horaires"),
    ]

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["tri"]

    def __str__(self):
        return self.nom


class Ecole(models.Model):
    """A school, and the restaurant where its pupils eat."""

    lieu = models.OneToOneField(
        Lieu,
        on_delete=models.PROTECT,
        related_name="ecole",
        limit_choices_to={"genre": GenreDeLieu.ECOLE},
        help_text="Son nom, son adresse et son téléphone se tiennent dans « Lieux ».",
        error_messages={"unique": "Cette école est déjà dans la liste."},
    )
    niveaux = models.CharField("niveaux", max_length=100, help_text="Par exemple : PS MS GS CP CE1 CE2 CM1 CM2")
    restaurant = models.ForeignKey(
        Lieu,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ecoles_servies",
        limit_choices_to={"genre": GenreDeLieu.RESTAURANT},
    )

    panels = [FieldPanel("lieu"), FieldPanel("niveaux"), FieldPanel("restaurant")]

    class Meta:
        verbose_name = "école"
        ordering = ["lieu__tri"]

    def __str__(self):
        return self.lieu.nom

    def clean(self):
        """Keep the levels in their order, whatever is typed between them; refuse what is none."""
        super().clean()
        dits = set(re.split(r"[\s,;/]+", self.niveaux.upper())) - {""}
        if inconnus := sorted(dits - {*Niveau}):
            connus = " ".join(Niveau)
            raise ValidationError({"niveaux": f"« {inconnus[0]} » n’est pas un niveau. Les niveaux sont : {connus}."})
        self.niveaux = " ".join(niveau for niveau in Niveau if niveau in dits)


class Regie(Nomme, Derivable):
    """A cash office: it issues invoices under its own numbers and takes their money."""

    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=100)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="regies", help_text="Il est nommé sur chaque facture."
    )
    tri = CleDeTri("nom")

    panels = [FieldPanel("nom"), FieldPanel("service")]

    class Meta:
        verbose_name = "régie"
        ordering = ["tri"]

    def __str__(self):
        return self.nom
