"""The town: its settings, services, places, schools, régies and calendar. The lowest domain."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from common.champs import CleDeTri, Derivable
from common.couleurs import verifier_accent
from common.images import ImageReencodee
from common.memoire import oublier
from common.widgets import SaisieCouleur
from commune.enums import Conformite, GenreDeLieu, Zone

TELEPHONE = RegexValidator(
    r"^(?:(?:\+33 ?|0)[1-9](?:[ .]?\d{2}){4}|\d{2} ?\d{2})$",
    "Écrivez un numéro de téléphone comme 02 61 91 00 10.",
)


@register_setting(icon="home")
class Reglages(BaseGenericSetting):
    """What the town says of itself: one place, read by pages, mails and printed documents."""

    MEMOIRE = "reglages"

    nom = models.CharField("nom de la commune", max_length=100, default="Ma commune")
    nom_du_portail = models.CharField(
        "nom du portail",
        max_length=60,
        default="Espace Famille",
        help_text="Comme les familles l’appellent. Il est écrit en haut des pages, dans les courriels et les lettres.",
    )
    slogan = models.CharField("devise du portail", max_length=150, blank=True)
    couleur = models.CharField(
        "couleur de la commune",
        max_length=7,
        default="#1f5f8b",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Écrivez la couleur comme #1f5f8b.")],
        help_text="Une seule couleur : le reste de la palette en est déduit, et son contraste est vérifié.",
    )
    blason = ImageReencodee(
        "blason",
        upload_to="commune",
        blank=True,
        help_text=(
            "Une image JPG, PNG, WebP, AVIF ou HEIC de 2 Mo au plus, carrée de préférence. "
            "Sans image, l’initiale de la commune est dessinée dans un écu."
        ),
    )
    site_principal = models.URLField(
        "site de la commune", blank=True, help_text="L’adresse du lien « Retour au site principal », en bas de page."
    )
    adresse = models.CharField("adresse de la mairie", max_length=200, blank=True)
    code_postal = models.CharField(
        "code postal",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", "Un code postal a cinq chiffres, par exemple 44480.")],
    )
    telephone = models.CharField(
        "téléphone", max_length=20, blank=True, validators=[TELEPHONE], help_text="Par exemple : 02 61 91 00 10"
    )
    courriel = models.EmailField("courriel", blank=True)
    horaires = models.CharField("horaires d’ouverture", max_length=200, blank=True)
    numero_unique = models.CharField(
        "numéro unique des familles",
        max_length=20,
        blank=True,
        validators=[TELEPHONE],
        help_text=(
            "Si un seul numéro répond pour tous les services, puis oriente. "
            "Il est montré partout où un service n’a pas son propre téléphone."
        ),
    )
    numero_unique_horaires = models.CharField("horaires du numéro unique", max_length=200, blank=True)
    zone = models.CharField(
        "zone de vacances scolaires",
        max_length=1,
        choices=Zone,
        default=Zone.B,
        help_text="Après un changement, importez l’année scolaire : « La commune », puis « Années scolaires ».",
    )
    directeur_publication = models.CharField("directeur de la publication", max_length=150, blank=True)
    hebergeur = models.TextField(
        "hébergeur", blank=True, help_text="Nom, adresse et téléphone de qui héberge le site, demandés par la loi."
    )
    delegue_donnees = models.EmailField("délégué à la protection des données", blank=True)
    conformite_accessibilite = models.CharField(
        "accessibilité",
        max_length=25,
        choices=Conformite,
        default=Conformite.NON,
        help_text="Ce que dit la déclaration d’accessibilité, rappelé en bas de chaque page.",
    )
    place_des_documents = models.PositiveIntegerField(
        "place pour les documents d’une famille, en Mo",
        default=200,
        validators=[MinValueValidator(20), MaxValueValidator(10_000)],
        help_text=(
            "Le poids de tout ce qu’une famille peut envoyer : une photo pèse 1 à 2 Mo une fois gardée. "
            "Au-delà, elle doit annuler une demande en attente ou appeler le service."
        ),
    )

    delai_de_reponse = models.CharField(
        "délai de réponse annoncé", max_length=100, blank=True, help_text="Par exemple : sous cinq jours ouvrés"
    )
    annonce_cle = models.CharField(
        "ce que l’on dit de la clé enfance",
        max_length=300,
        blank=True,
        help_text="Sur l’accueil, à qui crée son espace. Vide : rien n’en est dit.",
    )
    # The words of the town for the blocks of the private home.
    bloc_espace = models.CharField("ses informations", max_length=60, default="Mon espace")
    bloc_tableau = models.CharField("ses démarches", max_length=60, default="Mon tableau de bord")
    bloc_famille = models.CharField("sa famille", max_length=60, default="Ma famille")
    bloc_membres = models.CharField("qui vit au foyer", max_length=60, default="Membres du foyer")
    tuile_simulateur = models.CharField("le simulateur de tarifs", max_length=60, default="Calculer mon tarif")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("nom"),
                FieldPanel("nom_du_portail"),
                FieldPanel("slogan"),
                FieldPanel("couleur", widget=SaisieCouleur),
                FieldPanel("blason"),
            ],
            "Identité",
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
        MultiFieldPanel([FieldPanel("numero_unique"), FieldPanel("numero_unique_horaires")], "Un seul numéro"),
        FieldPanel("zone"),
        FieldPanel("place_des_documents"),
        MultiFieldPanel(
            [FieldPanel("delai_de_reponse"), FieldPanel("annonce_cle")], "Ce qui est annoncé aux familles"
        ),
        MultiFieldPanel(
            [FieldPanel(f"bloc_{nom}") for nom in ("espace", "tableau", "famille", "membres")]
            + [FieldPanel("tuile_simulateur")],
            "Les noms de l’espace privé",
        ),
        MultiFieldPanel(
            [
                FieldPanel("directeur_publication"),
                FieldPanel("hebergeur"),
                FieldPanel("delegue_donnees"),
                FieldPanel("conformite_accessibilite"),
            ],
            "Mentions légales",
        ),
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


class Service(Derivable):
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

    @property
    def pour_les_factures(self):
        """The address for questions on an invoice."""
        return self.courriel_factures or self.courriel


class Lieu(Derivable):
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


class Regie(Derivable):
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


class JourFerie(models.Model):
    """A public holiday."""

    date = models.DateField("date", unique=True, error_messages={"unique": "Ce jour est déjà dans la liste."})
    nom = models.CharField("nom", max_length=80)
    corrige = models.BooleanField("corrigé à la main", default=False, editable=False)

    panels = [FieldPanel("date"), FieldPanel("nom")]

    class Meta:
        verbose_name = "jour férié"
        verbose_name_plural = "jours fériés"
        ordering = ["date"]

    def __str__(self):
        return f"{self.nom} ({self.date:%d/%m/%Y})"
