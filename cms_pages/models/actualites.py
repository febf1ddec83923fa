"""News: the list that everybody reads, what it is sorted by, the items and what they give to download."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from cms_pages.fields import CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.querysets import ActualiteQuerySet
from cms_pages.rules import refuser_l_image
from common import clock
from common.components.affichage import Lien
from common.database.fields import CleDeTri, Derivable
from common.errors import Refus

ACTUALITES_PAR_PAGE = 9
FLUX = "/actualites.atom"


class CategorieActualite(Derivable):
    """What a piece of news is about: a short list that editors keep."""

    nom = models.CharField(
        "nom",
        max_length=40,
        unique=True,
        error_messages={"unique": "Une catégorie porte déjà ce nom."},
        help_text="Un mot ou deux : École, Cantine, Vacances…",
    )
    code = models.SlugField(
        "nom dans l’adresse",
        unique=True,
        error_messages={"unique": "Une catégorie a déjà cette adresse."},
        help_text="En minuscules, sans accent ni espace : cantine.",
    )

    tri = CleDeTri("nom")

    panels = [FieldPanel("nom"), FieldPanel("code")]

    class Meta:
        verbose_name = "catégorie d’actualités"
        verbose_name_plural = "catégories d’actualités"
        ordering = ["tri"]

    def __str__(self):
        return self.nom


class ActualitesPage(PagePublique):
    """All the news, most recent first, or those of one category."""

    max_count = 1
    parent_page_types = ["cms_pages.AccueilPage"]
    subpage_types = ["cms_pages.ActualitePage", "cms_pages.ActualitesFamillesPage"]
    template = "cms_pages/actualites.html"

    class Meta:
        verbose_name = "liste des actualités"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        publiees = ActualitePage.objects.live().public().child_of(self)
        connues = sorted(CategorieActualite.objects.filter(actualites__in=publiees).distinct(), key=lambda c: c.tri)
        categorie = next((c for c in connues if c.code == request.GET.get("categorie")), None)
        retenues = publiees.filter(categorie=categorie) if categorie else publiees
        pages = Paginator(retenues.recentes().avec_images(), ACTUALITES_PAR_PAGE)
        return contexte | {
            "pages": pages.get_page(request.GET.get("page")),
            "categorie": categorie,
            "categories": self._onglets(connues, categorie),
            "flux": FLUX,
        }

    def _onglets(self, connues, choisie):
        """Links to each category; none when there is nothing to choose from."""
        if not connues:
            return []
        ici = self.get_url()
        toutes = Lien(titre="Toutes", url=ici, courante=choisie is None)
        return [toutes, *(Lien(titre=c.nom, url=f"{ici}?categorie={c.code}", courante=c == choisie) for c in connues)]


class NouvellePage(PagePublique):
    """What every piece of news has, whoever it is for."""

    date = models.DateField("date", default=clock.aujourdhui, help_text="Le jour affiché au-dessus du titre.")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alternative = models.CharField(
        "ce que montre l’image",
        max_length=200,
        blank=True,
        help_text="Une phrase pour les personnes qui ne la voient pas.",
    )
    image_decorative = models.BooleanField(
        "l’image est décorative",
        default=False,
        help_text="À cocher si elle n’apprend rien à qui la voit : elle ne sera pas annoncée aux autres.",
    )
    corps = CorpsField("contenu")

    search_fields = [*PagePublique.search_fields, index.SearchField("corps"), index.FilterField("date")]
    panneaux_de_l_image = MultiFieldPanel(
        [FieldPanel("image"), FieldPanel("image_alternative"), FieldPanel("image_decorative")], "Image"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=True) | Q(image_decorative=True) | ~Q(image_alternative=""),
                name="%(class)s_image_dite",
                violation_error_message="Dites ce que montre l’image, ou cochez « l’image est décorative ».",
            ),
        ]

    def clean(self):
        """Refuse a picture without a text for those who cannot see it, unless it is declared decorative."""
        super().clean()
        if non := refuser_l_image(self.image_id, self.image_alternative, decorative=self.image_decorative):
            raise ValidationError({"image_alternative": Refus.of(non)})

    @property
    def texte_de_l_image(self):
        """Its alternative text: empty for decoration."""
        return "" if self.image_decorative else self.image_alternative


class ActualitePage(NouvellePage):
    """A piece of news that everybody may read."""

    categorie = models.ForeignKey(
        CategorieActualite,
        verbose_name="catégorie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actualites",
    )

    objects = PageManager.from_queryset(ActualiteQuerySet)()
    parent_page_types = ["cms_pages.ActualitesPage"]
    subpage_types = []
    template = "cms_pages/actualite.html"
    content_panels = [
        *PagePublique.content_panels,
        FieldPanel("date"),
        FieldPanel("categorie"),
        NouvellePage.panneaux_de_l_image,
        FieldPanel("corps"),
        InlinePanel("documents", heading="Documents à télécharger", label="Document"),
    ]

    class Meta(NouvellePage.Meta):
        verbose_name = "actualité"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        return contexte | {"documents": self.documents.select_related("document")}


class DocumentJoint(Orderable):
    """A document that a piece of news gives to download."""

    actualite = ParentalKey(ActualitePage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        get_document_model_string(), verbose_name="document", on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = "document joint"

    def __str__(self):
        return self.document.title
