"""Guides, rules, programmes: what is published under one name, version after version, and the page that lists it."""

from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from cms_pages.enums import GenreDePublication
from cms_pages.fields import CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.querysets import PublicationQuerySet
from cms_pages.rules import versions_a_montrer
from common import clock
from common.database.fields import CleDeTri, Derivable


class Publication(Derivable, index.Indexed, ClusterableModel):
    """A guide, a rule, a programme: one name, and its versions. Old ones stay, no longer listed."""

    titre = models.CharField("titre", max_length=120, unique=True)
    genre = models.CharField("genre", max_length=12, choices=GenreDePublication)
    tri = CleDeTri("titre")

    objects = PublicationQuerySet.as_manager()
    panels = [
        FieldRowPanel([FieldPanel("titre"), FieldPanel("genre")]),
        InlinePanel("versions", heading="Versions", label="Version", min_num=1),
    ]
    search_fields = [index.SearchField("titre"), index.AutocompleteField("titre")]

    class Meta:
        verbose_name = "guide ou document"
        verbose_name_plural = "guides et documents"
        ordering = ["tri"]

    def __str__(self):
        return self.titre

    @property
    def par_periode(self):
        return self.genre == GenreDePublication.PROGRAMME

    @property
    def versions_a_montrer(self):
        return versions_a_montrer(self.versions.all(), clock.aujourdhui(), par_periode=self.par_periode)


def documents_perimes() -> set[int]:
    """Ids of the files that no version shown today uses: stored, but listed nowhere."""
    connus, montres = set(), set()
    for publication in Publication.objects.prefetch_related("versions"):
        connus.update(version.document_id for version in publication.versions.all())
        montres.update(version.document_id for version in publication.versions_a_montrer)
    return connus - montres


class VersionDePublication(Orderable):
    """One file, from one day on, until another or until its end."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="versions")
    document = models.ForeignKey(
        get_document_model_string(), verbose_name="document", on_delete=models.PROTECT, related_name="+"
    )
    nom = models.CharField(
        "version ou période", max_length=60, blank=True, help_text="Par exemple : 2026-2027, ou vacances de Noël."
    )
    du = models.DateField("valable à partir du", default=clock.aujourdhui)
    au = models.DateField(
        "jusqu’au", null=True, blank=True, help_text="Laissez vide si elle vaut jusqu’à la version suivante."
    )

    panels = [FieldPanel("document"), FieldPanel("nom"), FieldRowPanel([FieldPanel("du"), FieldPanel("au")])]

    class Meta(Orderable.Meta):
        verbose_name = "version"
        ordering = ["-du"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "du"],
                name="version_unique",
                violation_error_message="Une autre version commence le même jour.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="version_dates",
                violation_error_message="Cette version finit avant de commencer.",
            ),
        ]

    def __str__(self):
        return f"{self.publication}, {self.nom or f'{self.du:%d/%m/%Y}'}"


class DocumentsPage(PagePublique):
    """Every guide, rule, programme and form in force."""

    corps = CorpsField("introduction")

    max_count = 1
    parent_page_types = ["cms_pages.RubriquePage"]
    subpage_types = []
    template = "cms_pages/documents.html"
    content_panels = [*PagePublique.content_panels, FieldPanel("corps")]

    class Meta:
        verbose_name = "guides et documents"
        verbose_name_plural = "guides et documents"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        connues = list(Publication.objects.avec_versions())
        montrees = [publication for publication in connues if publication.versions_a_montrer]
        par_genre = [(genre.label, [p for p in montrees if p.genre == genre]) for genre in GenreDePublication]
        return contexte | {"genres": [(nom, publications) for nom, publications in par_genre if publications]}
