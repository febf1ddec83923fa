"""The menus of the school restaurants, and the page that shows them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.fields import ChoixMultiples, CorpsField
from cms_pages.models.base import PagePublique
from cms_pages.querysets import MenuQuerySet, ModificationMenuQuerySet
from cms_pages.rules import OBJECTIFS_EGALIM, jours_de_menu, lire_semaine, semaine_a_montrer
from common import clock
from common.database.fields import Derivable, TexteComparable
from commune.enums import GenreDeLieu
from commune.models import Lieu
from commune.services import calendrier

MODIFICATIONS_MONTREES = 8


def _part(libelle, **options):
    """A share of the purchases, in per cent of their cost."""
    bornes = [
        MinValueValidator(0, "Écrivez un nombre de 0 à 100."),
        MaxValueValidator(100, "Écrivez un nombre de 0 à 100."),
    ]
    return models.DecimalField(libelle, max_digits=4, decimal_places=1, validators=bornes, **options)


class MenusPage(PagePublique):
    """The menus, week by week."""

    corps = CorpsField("explications")

    max_count = 1
    parent_page_types = ["cms_pages.AccueilPage"]
    subpage_types = []
    template = "cms_pages/menus.html"
    content_panels = [
        *PagePublique.content_panels,
        HelpPanel(content="Les menus eux-mêmes se saisissent dans « Menus », dans le menu de gauche."),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = "menus"
        verbose_name_plural = "menus"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        aujourdhui = clock.aujourdhui()
        lundi = lire_semaine(request.GET.get("semaine", ""), defaut=semaine_a_montrer(aujourdhui))
        # Where one of them cooks for itself, each has its page: a family looks for its own.
        restaurants = list(Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT))
        if not Menu.objects.filter(restaurant__in=restaurants).exists():
            restaurants = []
        restaurant = next((r for r in restaurants if r.code == request.GET.get("restaurant")), None)
        menus = Menu.objects.pour_restaurant(restaurant)
        bornes = menus.order_by().aggregate(premier=models.Min("date"), dernier=models.Max("date"))
        semaine = jours_de_menu(menus.de_la_semaine(lundi).avec_plats(), lundi, calendrier(), aujourdhui=aujourdhui)
        return contexte | {
            "semaine": semaine,
            "restaurants": restaurants,
            "restaurant": restaurant,
            "modifications": ModificationMenu.objects.de_la_semaine(lundi).pour_restaurant(restaurant)[
                :MODIFICATIONS_MONTREES
            ],
            "bilan": BilanEgalim.objects.first(),
            "precedente": semaine.precedente if bornes["premier"] and bornes["premier"] < lundi else None,
            "suivante": semaine.suivante if bornes["dernier"] and bornes["dernier"] >= semaine.suivante else None,
        }


class Menu(Derivable, index.Indexed, ClusterableModel):
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
    mention = models.CharField("mention", max_length=100, blank=True, help_text="Par exemple : repas de Noël.")
    vegetarien = models.BooleanField(
        "repas végétarien", default=False, help_text="Sans viande ni poisson. La loi en demande un par semaine."
    )
    # What subscribers of the calendar compare; written by the services and by the screen of one menu.
    modifie_le = models.DateTimeField("modifié le", default=clock.maintenant, editable=False)
    mention_comparable = TexteComparable("mention")

    objects = MenuQuerySet.as_manager()
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("restaurant")]),
        FieldRowPanel([FieldPanel("mention"), FieldPanel("vegetarien")]),
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


class Plat(Derivable, Orderable):
    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="plats")
    service = models.PositiveSmallIntegerField("service", choices=ServiceDuRepas, default=ServiceDuRepas.PLAT)
    nom = models.CharField("plat", max_length=120)
    labels = ChoixMultiples(models.CharField(max_length=20, choices=LabelPlat), default=list, blank=True)
    allergenes = ChoixMultiples(
        models.CharField(max_length=20, choices=Allergene), verbose_name="allergènes", default=list, blank=True
    )
    origine = models.CharField(
        "origine des viandes",
        max_length=80,
        blank=True,
        help_text="Pays d’élevage et d’abattage : obligatoire pour le bœuf, le porc, l’agneau et la volaille.",
    )
    substitution = models.BooleanField(
        "plat de substitution", default=False, help_text="Servi à la place, à qui ne mange pas du plat."
    )
    nom_comparable = TexteComparable("nom")

    panels = [
        FieldRowPanel([FieldPanel("service"), FieldPanel("nom")]),
        FieldRowPanel([FieldPanel("origine"), FieldPanel("substitution")]),
        FieldPanel("labels"),
        FieldPanel("allergenes"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "plat"
        ordering = ["service", "substitution", "sort_order"]

    def __str__(self):
        return self.nom

    @property
    def labels_en_clair(self):
        """The labels in words, pork apart, in the order of the list."""
        return [label.label for label in LabelPlat if label.value in self.labels and label is not LabelPlat.PORC]

    @property
    def porc(self):
        """« Contient du porc » when it does."""
        return LabelPlat.PORC.label if LabelPlat.PORC.value in self.labels else ""

    @property
    def allergenes_en_clair(self):
        """The allergens in words, in the order of the regulation."""
        return [allergene.label for allergene in Allergene if allergene.value in self.allergenes]


class ModificationMenu(models.Model):
    """A change of a menu that families could already read. Append-only."""

    date = models.DateField("jour du menu")
    restaurant = models.ForeignKey(Lieu, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("modifié le", default=clock.maintenant)
    phrase = models.CharField("changement", max_length=500)

    objects = ModificationMenuQuerySet.as_manager()

    class Meta:
        verbose_name = "modification d’un menu"
        verbose_name_plural = "modifications des menus"
        ordering = ["-le", "-pk"]
        indexes = [models.Index(fields=["date"], name="modification_menu_date")]

    def __str__(self):
        return f"{self.date:%d/%m/%Y} : {self.phrase}"


class BilanEgalim(models.Model):
    """The share of durable and organic products in a year's purchases, published to families (EGalim)."""

    annee = models.PositiveSmallIntegerField(
        "année",
        unique=True,
        validators=[MinValueValidator(2019, "La loi compte depuis 2019."), MaxValueValidator(2100, "Quelle année ?")],
        error_messages={"unique": "Le bilan de cette année existe déjà : modifiez-le."},
    )
    durables = _part("produits durables et de qualité, en pour cent")
    bio = _part("dont produits bio, en pour cent")
    viandes = _part("viandes et poissons durables et de qualité, en pour cent", null=True, blank=True)
    territoire = _part(
        "produits du projet alimentaire territorial, en pour cent",
        null=True,
        blank=True,
        help_text="Laissez vide si la commune n’en fait pas partie.",
    )

    panels = [
        FieldPanel("annee"),
        FieldRowPanel([FieldPanel("durables"), FieldPanel("bio")]),
        FieldRowPanel([FieldPanel("viandes"), FieldPanel("territoire")]),
    ]

    class Meta:
        verbose_name = "bilan EGalim"
        verbose_name_plural = "bilans EGalim"
        ordering = ["-annee"]
        constraints = [
            models.CheckConstraint(
                condition=Q(durables__range=(0, 100)) & Q(bio__gte=0) & Q(bio__lte=F("durables")),
                name="bilan_egalim_parts",
                violation_error_message="Le bio fait partie des produits durables : sa part ne peut pas la dépasser.",
            ),
        ]

    def __str__(self):
        return f"Bilan EGalim {self.annee}"

    @property
    def lignes(self):
        """What is counted, its share, the share that the law asks for (None: it asks for none)."""
        parts = (self.durables, self.bio, self.viandes, self.territoire)
        return [(*ligne, part) for ligne, part in zip(OBJECTIFS_EGALIM, parts, strict=True) if part is not None]
