"""The town's settings."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from common.components.couleurs import verifier_accent
from common.files.images import ImageReencodee
from common.web.memory import forget
from common.widgets import SaisieCouleur
from commune.enums import Conformite, Paysage, Zone

TELEPHONE = RegexValidator(
    r"^(?:(?:\+33 ?|0)[1-9](?:[ .]?\d{2}){4}|\d{2} ?\d{2})$",
    "Écrivez un numéro de téléphone comme 02 61 91 00 10.",
)


# Where whom to call is kept for half a second (``common.web.memory``).
SERVICE_A_APPELER = "service_a_appeler"


@register_setting(icon="home")
class Reglages(BaseGenericSetting):
    """The town's settings, in one place: read by pages, mails and printed documents."""

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
    paysage = models.CharField(
        "dessin de l’accueil",
        max_length=10,
        choices=Paysage,
        default=Paysage.BOURG,
        help_text="En haut de l’accueil public, tant que la page d’accueil n’a pas de photographie.",
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

    # When a place that frees is offered to who waits for it, and for how long it is held.
    offres_de = models.TimeField("les places libérées sont proposées de", default=time(8))
    offres_a = models.TimeField("à", default=time(20))
    offres_heures = models.PositiveSmallIntegerField(
        "la famille a pour répondre, en heures",
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text=(
            "La place est gardée pendant ce temps, jamais au-delà du délai de réservation ni en dehors des heures "
            "ci-dessus. Ensuite elle est proposée à la famille suivante."
        ),
    )
    offres_connexion = models.BooleanField(
        "il faut se connecter pour accepter",
        default=False,
        help_text="Sinon, le lien du courriel suffit : accepter ne demande qu’un geste.",
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
    heure_de_la_veille = models.TimeField(
        "rappel de la veille",
        null=True,
        blank=True,
        default=time(18),
        help_text=(
            "L’heure à laquelle, la veille d’une date limite, un courriel prévient les parents d’un enfant qui vient "
            "d’habitude et pour qui rien n’est réservé. Vide : aucun rappel ne part."
        ),
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
                FieldPanel("paysage"),
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
            [
                FieldPanel("offres_de"),
                FieldPanel("offres_a"),
                FieldPanel("offres_heures"),
                FieldPanel("offres_connexion"),
            ],
            "Listes d’attente",
        ),
        MultiFieldPanel(
            [FieldPanel("delai_de_reponse"), FieldPanel("annonce_cle"), FieldPanel("heure_de_la_veille")],
            "Ce qui est annoncé aux familles",
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
        forget(self.MEMOIRE)
        # Whom to call depends on the number that answers for all.
        forget(SERVICE_A_APPELER)

    def __str__(self):
        return self.nom

    def clean(self):
        """Refuse a colour on which white text could not be read, and propose the nearest that can."""
        super().clean()
        if refus := verifier_accent(self.couleur):
            raise ValidationError({"couleur": refus.message})
        if self.offres_de and self.offres_a and self.offres_de >= self.offres_a:
            raise ValidationError({"offres_a": "Écrivez une heure après la première."})

    @property
    def ville(self):
        """The town's bare name (« Donges » for « Ville de Donges »)."""
        return self.nom.removeprefix("Ville de ").removeprefix("Ville d’")
