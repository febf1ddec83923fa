"""The public home."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page

from cms_pages.blocks import MISE_EN_FORME
from cms_pages.enums import Icone
from cms_pages.menus.models import Menu, MenusPage
from cms_pages.models.actualites import ActualitePage, ActualitesPage
from cms_pages.models.calendrier import CalendrierPage
from common import clock
from commune.models import JourFerie, Service
from commune.services import calendrier

ACTUALITES_A_L_ACCUEIL = 3


class AccueilPage(Page):
    """The public home: sign in or create a space first, then what parents come for."""

    chapeau = models.CharField(
        "chapeau", max_length=250, blank=True, help_text="Une phrase sous le titre : ce que l’on fait ici, et quand."
    )
    bienvenue = RichTextField(
        "texte de bienvenue",
        blank=True,
        features=MISE_EN_FORME,
        help_text="À quoi sert l’espace famille, en quelques lignes.",
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="photographie de la commune",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Large, sans texte dessus. Sans elle, le dessin choisi dans « La commune » est montré.",
    )
    accroche = models.TextField(
        "pourquoi créer un espace",
        default=(
            "Créez votre espace personnel : il vous donne accès au tableau de bord de vos démarches, "
            "à vos réservations et à vos factures."
        ),
        help_text="Le texte de l’encadré « Je n’ai pas d’espace ».",
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms_pages.ActualitesPage",
        "cms_pages.RubriquePage",
        "cms_pages.MenusPage",
        "cms_pages.TarifsPage",
        "cms_pages.PageContenu",
    ]
    template = "cms_pages/accueil.html"
    content_panels = [
        FieldPanel("title", heading="Titre de bienvenue"),
        FieldPanel("chapeau"),
        FieldPanel("image"),
        FieldPanel("bienvenue"),
        FieldPanel("accroche"),
        InlinePanel("tuiles", heading="Tuiles", label="Tuile", max_num=8),
    ]

    class Meta:
        verbose_name = "accueil"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        aujourdhui = clock.aujourdhui()
        actualites = ActualitePage.objects.live().public().descendant_of(self).recentes().avec_images()
        connu = calendrier()
        return contexte | {
            "aujourdhui": aujourdhui,
            "tuiles": [t for t in self.tuiles.select_related("page") if t.page.live],
            "actualites": actualites[:ACTUALITES_A_L_ACCUEIL],
            "toutes_les_actualites": ActualitesPage.objects.live().child_of(self).first(),
            "menus": MenusPage.objects.live().child_of(self).first(),
            "repas": Menu.objects.avec_plats().prochain(aujourdhui),
            "vacances": connu.prochaines_vacances(aujourdhui),
            "ferie": JourFerie.objects.chomes().filter(date__gte=aujourdhui).first(),
            "calendrier_scolaire": CalendrierPage.objects.live().descendant_of(self).first(),
            "services": Service.objects.exclude(telephone="", orientation=""),
        }


class Tuile(Orderable):
    """A tile of the home, to a page of the site."""

    accueil = ParentalKey(AccueilPage, on_delete=models.CASCADE, related_name="tuiles")
    page = models.ForeignKey(Page, verbose_name="page", on_delete=models.CASCADE, related_name="+")
    texte = models.CharField("texte", max_length=80, blank=True, help_text="Ce que l’on y trouve, en cinq mots.")
    icone = models.CharField("icône", max_length=20, choices=Icone, default=Icone.INFO)

    panels = [FieldPanel("page"), FieldPanel("texte"), FieldPanel("icone")]

    class Meta(Orderable.Meta):
        verbose_name = "tuile"

    def __str__(self):
        return self.page.title
