"""The menus of the school restaurants, and the page that shows them."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.fields import ChoixMultiples, CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.querysets import MenuQuerySet
from cms_pages.rules import jours_de_menu, lire_semaine, semaine_a_montrer
from common import clock
from commune.enums import GenreDeLieu
from commune.models import Lieu
from commune.services import calendrier


class MenusPage(PagePublique):
    """The menus, week by week."""

    corps = CorpsField("explications")

    max_count = 1
    parent_page_types = ["cms_pages.AccueilPage"]
    subpage_types = []
    template = "cms_pages/menus.html"
    content_panels = [
        *PagePublique.content_panels,
        HelpPanel(content="Les menus eux-mêmes se saisissent jour par jour dans « Menus », dans le menu de gauche."),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "menus"
        verbose_name_plural = "menus"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        aujourdhui = clock.aujourdhui()
        lundi = lire_semaine(request.GET.get("semaine", ""), defaut=semaine_a_montrer(aujourdhui))
        restaurants = list(Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT, menus__isnull=False).distinct())
        restaurant = next((r for r in restaurants if r.code == request.GET.get("restaurant")), None)
        menus = Menu.objects.pour_restaurant(restaurant)
        bornes = menus.order_by().aggregate(premier=models.Min("date"), dernier=models.Max("date"))
        semaine = jours_de_menu(menus.de_la_semaine(lundi).avec_plats(), lundi, calendrier(), aujourdhui=aujourdhui)
        return contexte | {
            "semaine": semaine,
            "restaurants": restaurants,
            "restaurant": restaurant,
            "precedente": semaine.precedente if bornes["premier"] and bornes["premier"] < lundi else None,
            "suivante": semaine.suivante if bornes["dernier"] and bornes["dernier"] >= semaine.suivante else None,
        }


class Menu(index.Indexed, ClusterableModel):
    """What is served on one day, in one restaurant or in all of them."""

    date = models.DateField("date")
    restaurant = models.ForeignKey(
        Lieu,
        verbose_name="restaurant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="menus",
        limit_choices_to={"genre": GenreDeLieu.RESTAURANT},
        help_text="Laissez vide si le menu est le même dans tous les restaurants.",
    )
    mention = models.CharField(
        "mention", max_length=100, blank=True, help_text="Par exemple : repas végétarien, repas de Noël."
    )

    objects = MenuQuerySet.as_manager()
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("restaurant")]),
        FieldPanel("mention"),
        InlinePanel("plats", heading="Plats", label="Plat", min_num=1),
    ]
    search_fields = [index.SearchField("mention"), index.FilterField("date")]

    class Meta:
        verbose_name = "menu"
        ordering = ["date", "restaurant"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "restaurant"],
                nulls_distinct=False,
                name="menu_unique",
                violation_error_message="Un menu existe déjà pour ce jour et ce restaurant.",
            ),
        ]

    def __str__(self):
        return f"Menu du {self.date:%d/%m/%Y}"


class Plat(Orderable):
    """A dish of a menu."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="plats")
    service = models.PositiveSmallIntegerField("service", choices=ServiceDuRepas, default=ServiceDuRepas.PLAT)
    nom = models.CharField("plat", max_length=120)
    labels = ChoixMultiples(models.CharField(max_length=20, choices=LabelPlat), default=list, blank=True)
    allergenes = ChoixMultiples(
        models.CharField(max_length=20, choices=Allergene), verbose_name="allergènes", default=list, blank=True
    )

    panels = [
        FieldRowPanel([FieldPanel("service"), FieldPanel("nom")]),
        FieldPanel("labels"),
        FieldPanel("allergenes"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "plat"
        ordering = ["service", "sort_order"]

    def __str__(self):
        return self.nom

    @property
    def labels_en_clair(self):
        """The labels with their code, in the order of the list."""
        return [(label.value, label.label) for label in LabelPlat if label.value in self.labels]

    @property
    def allergenes_en_clair(self):
        """The allergens in words, in the order of the regulation."""
        return [allergene.label for allergene in Allergene if allergene.value in self.allergenes]
