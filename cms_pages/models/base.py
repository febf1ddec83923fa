"""What every public page shares."""

from itertools import count

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms_pages.enums import Icone
from common.words.typo import typographier


class FormulaireDePage(WagtailAdminPageForm):
    """Wagtail's form, which says in plain words that an address is taken, and proposes one."""

    def clean(self):
        donnees = super().clean()
        if self.has_error("slug") and (pris := donnees.get("slug") or self.data.get("slug", "")):
            voisines = set(self.parent_page.get_children().exclude(pk=self.instance.pk).values_list("slug", flat=True))
            if pris in voisines:
                libre = next(essai for n in count(2) if (essai := f"{pris}-{n}") not in voisines)
                del self._errors["slug"]
                phrase = f"Une page voisine a déjà l’adresse « {pris} ». Prenez-en une autre, par exemple « {libre} »."
                self.add_error("slug", typographier(phrase))
        return donnees


class PagePublique(Page):
    """A page with a short text under its title, shown wherever the page is announced."""

    chapeau = models.CharField(
        "chapeau",
        max_length=250,
        blank=True,
        help_text="Une ou deux phrases sous le titre. Elles annoncent aussi la page ailleurs sur le site.",
    )
    icone = models.CharField("icône", max_length=20, choices=Icone, default=Icone.INFO)

    base_form_class = FormulaireDePage

    class Meta:
        abstract = True

    search_fields = [*Page.search_fields, index.SearchField("chapeau")]
    content_panels = [*Page.content_panels, FieldPanel("chapeau")]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("show_in_menus"), FieldPanel("icone")], "Place sur le site"),
        MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], "Moteurs de recherche"),
    ]

    @property
    def fil(self):
        """The way back, from the home to this page."""
        ancetres = self.get_ancestors(inclusive=True).filter(depth__gte=2)
        return [{"titre": "Accueil" if page.depth == 2 else page.title, "url": page.get_url()} for page in ancetres]
