"""The school calendar of the town's zone: always the one that the bookings obey."""

from wagtail.admin.panels import FieldPanel, HelpPanel

from cms_pages.fields import CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.rules import annees_scolaires
from common import clock
from common.words.dates import decaler
from commune.models import JourFerie
from commune.services import calendrier


class CalendrierPage(PagePublique):
    """School years, holidays and public holidays; editors add how the school week goes."""

    corps = CorpsField("rythmes scolaires")

    max_count = 1
    parent_page_types = ["cms_pages.RubriquePage"]
    subpage_types = []
    template = "cms_pages/calendrier.html"
    content_panels = [
        *PagePublique.content_panels,
        HelpPanel(content="Les dates ne se saisissent pas ici : ce sont celles de la zone choisie dans les réglages."),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "calendrier scolaire"
        verbose_name_plural = "calendriers scolaires"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        jour = clock.aujourdhui()
        feries = JourFerie.objects.chomes().filter(date__gte=decaler(jour, annees=-1)).values_list("date", "nom")
        return contexte | {"annees": annees_scolaires(calendrier(), list(feries), jour), "aujourdhui": jour}
