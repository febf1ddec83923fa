"""What the search of the public site can find: one row for each published page and each document."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from wagtail.documents import get_document_model_string
from wagtail.models import Page

CONFIGURATION = "french"
# The words as they are, beside their stems: a beginning typed by hand (« règlem ») is no stem.
TELS_QUELS = "simple"


class Fiche(models.Model):
    """A page or a document, in words that compare: without accents, then stemmed by PostgreSQL."""

    page = models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.OneToOneField(get_document_model_string(), null=True, on_delete=models.CASCADE, related_name="+")
    titre = models.TextField()
    texte = models.TextField(blank=True)
    titre_comparable = models.TextField()
    texte_comparable = models.TextField(blank=True)
    vecteur = models.GeneratedField(
        expression=SearchVector("titre_comparable", weight="A", config=CONFIGURATION)
        + SearchVector("titre_comparable", weight="A", config=TELS_QUELS)
        + SearchVector("texte_comparable", weight="C", config=CONFIGURATION)
        + SearchVector("texte_comparable", weight="D", config=TELS_QUELS),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "fiche de recherche"
        verbose_name_plural = "fiches de recherche"
        indexes = [GinIndex(fields=["vecteur"], name="fiche_vecteur")]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) ^ Q(document__isnull=True), name="fiche_page_ou_document"
            )
        ]

    def __str__(self):
        return self.titre
