"""The blocks of a page's body: few, well named, each with its help."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as ImageAvecTexte
from wagtail.models import Page

from commune.enums import GenreDeLieu
from commune.models import Lieu, Service

MISE_EN_FORME = ["bold", "italic", "ol", "ul", "link", "document-link"]


def _services():
    return list(Service.objects.values_list("code", "nom"))


class TitreBlock(blocks.CharBlock):
    class Meta:
        template = "cms_pages/blocks/titre.html"
        label = "Titre de partie"
        icon = "title"
        group = "Texte"
        max_length = 120


class TexteBlock(blocks.RichTextBlock):
    class Meta:
        template = "cms_pages/blocks/texte.html"
        label = "Texte"
        icon = "pilcrow"
        group = "Texte"


class EncadreBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Titre", max_length=120)
    texte = blocks.RichTextBlock(label="Texte", features=MISE_EN_FORME)
    important = blocks.BooleanBlock(
        label="Important", required=False, help_text="À cocher pour une date limite ou un changement de règle."
    )

    class Meta:
        template = "cms_pages/blocks/encadre.html"
        label = "Encadré"
        icon = "info-circle"
        group = "Texte"


class EtapeBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Étape", max_length=120)
    texte = blocks.RichTextBlock(label="Ce qu’il faut faire", required=False, features=MISE_EN_FORME)


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Question", max_length=160, help_text="Comme un parent la poserait.")
    reponse = blocks.RichTextBlock(label="Réponse", features=MISE_EN_FORME)


class ImageBlock(ImageAvecTexte):
    class Meta:
        template = "cms_pages/blocks/image.html"
        label = "Image"
        icon = "image"
        group = "Fichiers"


class HoraireBlock(blocks.StructBlock):
    quand = blocks.CharBlock(label="Jour ou moment", max_length=80, help_text="Par exemple : lundi, mardi, jeudi")
    horaires = blocks.CharBlock(label="Horaires", max_length=120, help_text="Par exemple : de 7 h 30 à 8 h 35")


class HorairesBlock(blocks.StructBlock):
    titre = blocks.CharBlock(label="Titre", max_length=120)
    lignes = blocks.ListBlock(HoraireBlock(), label="Lignes")

    class Meta:
        template = "cms_pages/blocks/horaires.html"
        label = "Horaires"
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
        icon = "mail"
        group = "Renseignements"


class LieuxBlock(blocks.StructBlock):
    genre = blocks.ChoiceBlock(choices=GenreDeLieu.choices, label="Lieux à montrer")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["lieux"] = Lieu.objects.filter(genre=value["genre"]).select_related("ecole__restaurant")
        contexte["genre"] = value["genre"]
        return contexte

    class Meta:
        template = "cms_pages/blocks/lieux.html"
        label = "Liste des lieux"
        icon = "site"
        group = "Renseignements"


class PlanDuSiteBlock(blocks.StaticBlock):
    """The tree of the public pages, always up to date."""

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["pages"] = _plan(parent_context["page"]) if parent_context and "page" in parent_context else []
        return contexte

    class Meta:
        template = "cms_pages/blocks/plan.html"
        label = "Plan du site"
        admin_text = "La liste de toutes les pages, tenue à jour toute seule."
        icon = "list-ul"
        group = "Renseignements"


def _plan(page):
    """Give [(page, its children)] for the site of ``page``."""
    accueil = page.get_ancestors(inclusive=True).get(depth=2)
    branches = []
    pages = Page.objects.live().public().descendant_of(accueil).exclude(actualitepage__isnull=False)
    for une in pages.filter(depth__lte=4).order_by("path"):
        if une.depth == 3:
            branches.append((une, []))
        elif branches and une.path.startswith(branches[-1][0].path):
            branches[-1][1].append(une)
    return branches


def _liste(bloc, *, nom, label, icon, group):
    """Make a list of ``bloc``, shown by the template of the same name."""
    return blocks.ListBlock(bloc, label=label, icon=icon, group=group, template=f"cms_pages/blocks/{nom}.html")


BLOCS = [
    ("titre", TitreBlock()),
    ("texte", TexteBlock(features=[*MISE_EN_FORME, "h3"])),
    ("encadre", EncadreBlock()),
    ("etapes", _liste(EtapeBlock(), nom="etapes", label="Étapes numérotées", icon="list-ol", group="Texte")),
    (
        "questions",
        _liste(QuestionBlock(), nom="questions", label="Questions et réponses", icon="help", group="Texte"),
    ),
    ("image", ImageBlock()),
    (
        "documents",
        _liste(
            DocumentChooserBlock(label="Document"),
            nom="documents",
            label="Documents à télécharger",
            icon="doc-full",
            group="Fichiers",
        ),  # fmt: skip
    ),
    ("horaires", HorairesBlock()),
    ("contact", ContactBlock()),
    ("lieux", LieuxBlock()),
    ("plan", PlanDuSiteBlock()),
]
