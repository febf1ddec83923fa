"""The blocks of a page's body: few, well named, each with its help and an example in the list where one picks it."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as ImageAvecTexte
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms_pages.rules import lire_tableau
from commune.enums import GenreDeLieu
from commune.models import Lieu, Service

MISE_EN_FORME = ["bold", "italic", "ol", "ul", "link", "document-link"]


def _services():
    return list(Service.objects.values_list("code", "nom"))


def _un_service():
    return {"service": Service.objects.values_list("code", flat=True).first()}


class TitreBlock(blocks.CharBlock):
    class Meta:
        template = "cms_pages/blocks/titre.html"
        label = "Titre de partie"
        description = "Coupe une longue page en parties : on les trouve d’un coup d’œil."
        preview_value = "Comment inscrire mon enfant ?"
        icon = "title"
        group = "Texte"
        max_length = 120


class TexteBlock(blocks.RichTextBlock):
    class Meta:
        template = "cms_pages/blocks/texte.html"
        label = "Texte"
        description = "Des paragraphes courts, des listes, des liens."
        preview_value = RichText(
            "<p>Pièces à fournir :</p><ul><li>le livret de famille ;</li>"
            "<li>un justificatif de domicile de moins de trois mois.</li></ul>"
        )
        icon = "pilcrow"
        group = "Texte"


class EncadreBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Titre", max_length=120, help_text="L’essentiel en quelques mots.")
    texte = blocks.RichTextBlock(
        label="Texte", features=MISE_EN_FORME, help_text="Deux ou trois phrases : un encadré long ne se lit plus."
    )
    important = blocks.BooleanBlock(
        label="Important", required=False, help_text="À cocher pour une date limite ou un changement de règle."
    )

    class Meta:
        template = "cms_pages/blocks/encadre.html"
        label = "Encadré"
        description = "Ce qu’il ne faut pas manquer : une date limite, un changement de règle."
        preview_value = {
            "titre": "Deux jours ouvrés avant, à 9 h",
            "texte": RichText("<p>Pour manger le jeudi, réservez avant le mardi à 9 h.</p>"),
            "important": True,
        }
        icon = "info-circle"
        group = "Texte"


class EtapeBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Étape", max_length=120, help_text="Un verbe : « Demander l’inscription ».")
    texte = blocks.RichTextBlock(
        label="Ce qu’il faut faire", required=False, features=MISE_EN_FORME, help_text="Où, avec quoi, avant quand."
    )


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Question", max_length=160, help_text="Comme un parent la poserait.")
    reponse = blocks.RichTextBlock(
        label="Réponse", features=MISE_EN_FORME, help_text="La réponse d’abord, les détails ensuite."
    )


class ImageBlock(ImageAvecTexte):
    class Meta:
        template = "cms_pages/blocks/image.html"
        preview_template = "cms_pages/apercus/image.html"
        label = "Image"
        description = "Une image, avec ce qu’elle montre en quelques mots, ou « décorative » si elle n’apprend rien."
        icon = "image"
        group = "Fichiers"


class TableauBlock(blocks.StructBlock):
    """A real table: a caption, headings for its columns, the first cell of each line heads the line."""

    titre = blocks.CharBlock(label="Titre du tableau", max_length=120, help_text="Ce que montre le tableau.")
    cellules = blocks.TextBlock(
        label="Lignes",
        rows=6,
        help_text=(
            "Une ligne par ligne, les cases séparées par « ; » ou collées depuis un tableur. "
            "La première ligne donne les titres des colonnes, la première case de chaque ligne dit de quoi elle parle."
        ),
    )

    def clean(self, value):
        propre = super().clean(value)
        try:
            lire_tableau(propre["cellules"])
        except ValueError as erreur:
            raise StructBlockValidationError({"cellules": ValidationError(str(erreur))}) from erreur
        return propre

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        entetes, lignes = lire_tableau(value["cellules"])
        contexte["entetes"] = entetes
        contexte["lignes"] = [list(zip(entetes, ligne, strict=True)) for ligne in lignes]
        return contexte

    class Meta:
        template = "cms_pages/blocks/tableau.html"
        label = "Tableau"
        description = "Des chiffres ou des jours à comparer. Pour une simple liste, le texte suffit."
        preview_value = {
            "titre": "Les accueils de la semaine",
            "cellules": "Jour ; Matin ; Soir\nLundi ; 7 h 30 ; 18 h 30\nMercredi ; 7 h 30 ; 18 h",
        }
        icon = "table"
        group = "Renseignements"


class HoraireBlock(blocks.StructBlock):
    quand = blocks.CharBlock(label="Jour ou moment", max_length=80, help_text="Par exemple : lundi, mardi, jeudi")
    horaires = blocks.CharBlock(label="Horaires", max_length=120, help_text="Par exemple : de 7 h 30 à 8 h 35")


class HorairesBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Titre", max_length=120, help_text="Par exemple : Les jours d’école")
    lignes = blocks.ListBlock(HoraireBlock(), label="Lignes")

    class Meta:
        template = "cms_pages/blocks/horaires.html"
        label = "Horaires"
        description = "Les heures d’un accueil. Celles d’un service ou d’un lieu se tiennent dans « La commune »."
        preview_value = {
            "titre": "Les jours d’école",
            "lignes": [
                {"quand": "Le matin", "horaires": "de 7 h 30 à 8 h 35"},
                {"quand": "Le soir", "horaires": "de 16 h 30 à 18 h 30"},
            ],
        }
        icon = "time"
        group = "Renseignements"


class ContactBlock(blocks.StructBlock):
    service = blocks.ChoiceBlock(
        choices=_services,
        label="Service",
        help_text="Le téléphone, le courriel et les horaires viennent de la fiche du service.",
    )

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["service"] = Service.objects.filter(code=value["service"]).first()
        return contexte

    class Meta:
        template = "cms_pages/blocks/contact.html"
        label = "Contact d’un service"
        description = "Téléphone, courriel et horaires d’un service, tenus dans « La commune »."
        preview_value = staticmethod(_un_service)
        icon = "mail"
        group = "Renseignements"


class MairieBlock(blocks.StaticBlock):
    """The town hall, from the town's settings."""

    class Meta:
        template = "cms_pages/blocks/mairie.html"
        label = "Coordonnées de la mairie"
        description = "Adresse, téléphone, courriel et horaires de la mairie."
        admin_text = "Elles viennent des réglages de la commune."
        preview_value = None
        icon = "home"
        group = "Renseignements"


class EditeurBlock(blocks.StaticBlock):
    """Who publishes and who hosts, as the law asks, from the town's settings."""

    class Meta:
        template = "cms_pages/blocks/editeur.html"
        label = "Éditeur et hébergeur du site"
        description = "Pour les mentions légales : qui publie, qui héberge, à qui écrire pour ses données."
        admin_text = "Ils viennent des réglages de la commune."
        preview_value = None
        icon = "clipboard-list"
        group = "Renseignements"


class LieuxBlock(blocks.StructBlock):
    genre = blocks.ChoiceBlock(
        choices=GenreDeLieu.choices,
        label="Lieux à montrer",
        help_text="Adresses, téléphones et horaires viennent des fiches des lieux.",
    )

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["lieux"] = Lieu.objects.filter(genre=value["genre"]).select_related("ecole__restaurant")
        contexte["genre"] = value["genre"]
        return contexte

    class Meta:
        template = "cms_pages/blocks/lieux.html"
        label = "Liste des lieux"
        description = "Les écoles, les restaurants… avec leur adresse et leur téléphone direct."
        preview_value = {"genre": GenreDeLieu.ECOLE.value}
        icon = "site"
        group = "Renseignements"


class PlanDuSiteBlock(blocks.StaticBlock):
    """The tree of the public pages, always up to date."""

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["pages"] = _plan((parent_context or {}).get("page"))
        return contexte

    class Meta:
        template = "cms_pages/blocks/plan.html"
        label = "Plan du site"
        description = "La liste de toutes les pages."
        admin_text = "La liste de toutes les pages, tenue à jour toute seule."
        preview_value = None
        icon = "list-ul"
        group = "Renseignements"


def _plan(page):
    """[(page, its children)] for the site of ``page``, or for the first site in an example without page."""
    accueil = page.get_ancestors(inclusive=True).get(depth=2) if page else Page.objects.filter(depth=2).first()
    if accueil is None:
        return []
    branches = []
    pages = Page.objects.live().public().descendant_of(accueil).exclude(actualitepage__isnull=False)
    for une in pages.filter(depth__lte=4).order_by("path"):
        if une.depth == 3:
            branches.append((une, []))
        elif branches and une.path.startswith(branches[-1][0].path):
            branches[-1][1].append(une)
    return branches


def _liste(bloc, *, nom, **options):
    """A list of ``bloc``, shown by the template of the same name."""
    return blocks.ListBlock(bloc, template=f"cms_pages/blocks/{nom}.html", **options)


ETAPES = [
    {"titre": "Demander l’inscription", "texte": RichText("<p>En mairie, avec le livret de famille.</p>")},
    {"titre": "Recevoir votre clé enfance", "texte": RichText("<p>Sur place ou par courrier.</p>")},
]
QUESTIONS = [
    {"question": "C’est gratuit ?", "reponse": RichText("<p>Oui, c’est un service de votre commune.</p>")},
    {"question": "Comment faire ?", "reponse": RichText("<p>Munissez-vous de votre clé enfance.</p>")},
]
BLOCS = [
    ("titre", TitreBlock()),
    ("texte", TexteBlock(features=[*MISE_EN_FORME, "h3"])),
    ("encadre", EncadreBlock()),
    (
        "etapes",
        _liste(
            EtapeBlock(),
            nom="etapes",
            label="Étapes numérotées",
            description="Une démarche dans l’ordre, une étape à la fois.",
            preview_value=ETAPES,
            icon="list-ol",
            group="Texte",
        ),
    ),
    (
        "questions",
        _liste(
            QuestionBlock(),
            nom="questions",
            label="Questions et réponses",
            description="Les questions que l’on vous pose, à déplier.",
            preview_value=QUESTIONS,
            icon="help",
            group="Texte",
        ),
    ),
    ("image", ImageBlock()),
    (
        "documents",
        _liste(
            DocumentChooserBlock(label="Document"),
            nom="documents",
            label="Documents à télécharger",
            description="Des fichiers, avec leur format et leur poids.",
            preview_template="cms_pages/apercus/documents.html",
            icon="doc-full",
            group="Fichiers",
        ),
    ),
    ("tableau", TableauBlock()),
    ("horaires", HorairesBlock()),
    ("contact", ContactBlock()),
    ("mairie", MairieBlock()),
    ("lieux", LieuxBlock()),
    ("editeur", EditeurBlock()),
    ("plan", PlanDuSiteBlock()),
]
