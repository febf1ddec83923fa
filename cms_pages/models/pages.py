"""Rubrics, activities, texts, tariffs."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms_pages.fields import CodeChoisi, CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.models.documents import Publication
from common import clock
from commune.models import Service


class RubriquePage(PagePublique):
    """A rubric: its own text, then one tile for each page under it."""

    corps = CorpsField("contenu")

    parent_page_types = ["cms_pages.AccueilPage"]
    subpage_types = [
        "cms_pages.ActivitePage",
        "cms_pages.PageContenu",
        "cms_pages.RappelsPage",
        "cms_pages.CalendrierPage",
        "cms_pages.DocumentsPage",
    ]
    template = "cms_pages/rubrique.html"
    search_fields = [*PagePublique.search_fields, index.SearchField("corps")]
    content_panels = [*PagePublique.content_panels, FieldPanel("corps")]

    class Meta:
        verbose_name = "rubrique"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        return contexte | {"enfants": self.get_children().live().public().specific()}


class ActivitePage(PagePublique):
    """A service or an activity: what it is, for whom, when, where, how to register, whom to call."""

    pour_qui = models.CharField("pour qui", max_length=200, blank=True)
    quand = models.CharField("jours et horaires", max_length=200, blank=True)
    ou = models.CharField("lieux", max_length=200, blank=True)
    delai = models.CharField(
        "délai",
        max_length=200,
        blank=True,
        help_text="Seulement si l’activité ne se réserve pas en ligne.",
    )
    code_activite = CodeChoisi(
        "activité qui se réserve en ligne",
        source="activites",
        help_text="Qui peut s’inscrire, les délais et la prochaine date à réserver s’affichent alors tout seuls.",
    )
    service = models.ForeignKey(
        Service,
        verbose_name="service à contacter",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    corps = CorpsField("contenu")

    parent_page_types = ["cms_pages.RubriquePage"]
    subpage_types = []
    template = "cms_pages/activite.html"
    search_fields = [*PagePublique.search_fields, index.SearchField("corps")]
    content_panels = [
        *PagePublique.content_panels,
        MultiFieldPanel(
            [FieldPanel(nom) for nom in ("pour_qui", "quand", "ou", "code_activite", "delai")], "L’essentiel"
        ),
        FieldPanel("corps"),
        InlinePanel("publications", heading="Règlement et programmes", label="Guide ou document"),
        FieldPanel("service"),
    ]

    class Meta:
        verbose_name = "activité ou service"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        liees = self.publications.select_related("publication").prefetch_related("publication__versions__document")
        return contexte | {"publications": [liee.publication for liee in liees if liee.publication.versions_a_montrer]}

    @property
    def essentiel(self):
        """The answers that parents look for first; a deadline only for what is not booked online."""
        delai = "" if self.code_activite else self.delai
        lignes = [("Pour qui", self.pour_qui), ("Quand", self.quand), ("Où", self.ou), ("Délai", delai)]
        return [{"libelle": libelle, "valeur": valeur} for libelle, valeur in lignes if valeur]


class PublicationDActivite(Orderable):
    """A rule or a programme of an activity."""

    page = ParentalKey(ActivitePage, on_delete=models.CASCADE, related_name="publications")
    publication = models.ForeignKey(
        Publication, verbose_name="guide ou document", on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("publication")]

    class Meta(Orderable.Meta):
        verbose_name = "document d’une activité"

    def __str__(self):
        return self.publication.titre


class PageContenu(PagePublique):
    """A page of text: legal notices, help, contact, site map…"""

    dans_le_pied = models.BooleanField("lien en bas de chaque page", default=False)
    corps = CorpsField("contenu")

    parent_page_types = ["cms_pages.AccueilPage", "cms_pages.RubriquePage"]
    subpage_types = []
    template = "cms_pages/contenu.html"
    search_fields = [*PagePublique.search_fields, index.SearchField("corps")]
    content_panels = [*PagePublique.content_panels, FieldPanel("corps")]
    promote_panels = [FieldPanel("dans_le_pied"), *PagePublique.promote_panels]

    class Meta:
        verbose_name = "page de texte"
        verbose_name_plural = "pages de texte"


class TarifsPage(PagePublique):
    """The tariffs: the very grids that price the bookings, then the explanations of the editors."""

    corps = CorpsField("explications")

    max_count = 1
    parent_page_types = ["cms_pages.AccueilPage"]
    subpage_types = []
    template = "cms_pages/tarifs.html"
    search_fields = [*PagePublique.search_fields, index.SearchField("corps")]
    content_panels = [
        *PagePublique.content_panels,
        HelpPanel(
            content="Les grilles ne se saisissent pas ici : ce sont celles qui calculent le prix des réservations."
        ),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "tarifs"
        verbose_name_plural = "tarifs"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"aujourdhui": clock.aujourdhui()}
