"""What families read once signed in: news addressed to them, what parents think of month by month."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Q
from django.http import Http404
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager, PagePermissionTester, ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.search import index

from cms_pages import publics
from cms_pages.enums import MoisDeLAnnee
from cms_pages.fields import ChoixParCode, CorpsField
from cms_pages.models.actualites import ACTUALITES_PAR_PAGE, NouvellePage
from cms_pages.models.base import PagePublique
from cms_pages.querysets import ActualiteQuerySet
from cms_pages.rules import Destinataires, mois_de_l_annee_scolaire
from common import clock


class DroitsSurUnePageReservee(PagePermissionTester):
    """Wagtail's rights over a page, minus opening it to everybody: its view alone would not check."""

    def can_set_view_restrictions(self):
        return False


class ReserveeAuxFamilles:
    """A page for signed-in people: never the same for everybody, never cached for all.

    The folder carries Wagtail's own restriction, so that ``public()`` leaves all of this out of lists, search and
    feeds. Serving does not rely on it.
    """

    private_page_options = []

    def permissions_for_user(self, user):
        return DroitsSurUnePageReservee(user, self)

    def serve(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.WAGTAIL_FRONTEND_LOGIN_URL)
        if not self.est_lisible_par(request.user):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def _est_de_ses_redacteurs(self, utilisateur):
        """Whether the person edits it, second factor proved: « Voir en ligne » works."""
        verifie = utilisateur.is_staff and utilisateur.is_verified()
        return verifie and self.permissions_for_user(utilisateur).can_edit()


class ActualitesFamillesPage(ReserveeAuxFamilles, PagePublique):
    """The news addressed to the family that reads, most recent first."""

    max_count = 1
    parent_page_types = ["cms_pages.ActualitesPage"]
    subpage_types = ["cms_pages.ActualiteAdresseePage"]
    template = "cms_pages/actualites_familles.html"
    content_panels = [
        HelpPanel(
            content="Ce qui est écrit sous cette page n’est lu que des familles connectées. Un document qui ne doit"
            " pas être public se dépose dans la collection « Réservés aux familles »."
        ),
        *PagePublique.content_panels,
    ]

    class Meta:
        verbose_name = "actualités des familles"
        verbose_name_plural = "actualités des familles"

    def est_lisible_par(self, utilisateur):
        return True

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        siennes = ActualiteAdresseePage.objects.live().child_of(self).recentes()
        profils, jour = publics.profils(request.user), clock.aujourdhui()
        if not self._est_de_ses_redacteurs(request.user):
            siennes = [une for une in siennes if une.destinataires.comprend(profils, jour)]
        return contexte | {"pages": Paginator(siennes, ACTUALITES_PAR_PAGE).get_page(request.GET.get("page"))}


class ActualiteAdresseePage(ReserveeAuxFamilles, NouvellePage):
    """A piece of news for signed-in families: all, or those of a school, an activity, an age."""

    ecoles = ChoixParCode(
        "écoles", source="ecoles", help_text="Ne cochez rien pour vous adresser aux familles de toutes les écoles."
    )
    activites = ChoixParCode(
        "activités",
        source="activites",
        help_text="Les familles dont un enfant y est inscrit. Ne cochez rien pour vous adresser à toutes.",
    )
    age_min = models.PositiveSmallIntegerField("à partir de (ans)", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("jusqu’à (ans, compris)", null=True, blank=True)

    objects = PageManager.from_queryset(ActualiteQuerySet)()
    parent_page_types = ["cms_pages.ActualitesFamillesPage"]
    subpage_types = []
    template = "cms_pages/actualite_adressee.html"
    content_panels = [
        *PagePublique.content_panels,
        FieldPanel("date"),
        MultiFieldPanel(
            [
                HelpPanel(
                    content="Sans rien préciser, toutes les familles connectées la lisent. Sinon, celles dont un même"
                    " enfant répond à tout ce que vous précisez."
                ),
                FieldPanel("ecoles"),
                FieldPanel("activites"),
                FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max")]),
            ],
            "À qui s’adresse-t-elle ?",
        ),
        NouvellePage.panneaux_de_l_image,
        FieldPanel("corps"),
    ]

    class Meta(NouvellePage.Meta):
        verbose_name = "actualité adressée aux familles"
        verbose_name_plural = "actualités adressées aux familles"
        constraints = [
            *NouvellePage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min")),
                name="actualiteadresseepage_ages",
                violation_error_message="L’âge le plus grand est plus petit que l’autre.",
            ),
        ]

    def clean(self):
        super().clean()
        if None not in (self.age_min, self.age_max) and self.age_max < self.age_min:
            raise ValidationError({"age_max": f"Écrivez un âge d’au moins {self.age_min} ans."})

    @property
    def destinataires(self):
        return Destinataires(
            ecoles=tuple(self.ecoles), activites=tuple(self.activites), age_min=self.age_min, age_max=self.age_max
        )

    def est_lisible_par(self, utilisateur):
        siens = publics.profils(utilisateur)
        return self.destinataires.comprend(siens, clock.aujourdhui()) or self._est_de_ses_redacteurs(utilisateur)


def document_lisible_par(document, utilisateur) -> bool:
    """Whether a signed-in person may read a document reserved for families.

    Those to whom a published piece of addressed news gives it; every family, when any other published page does; and
    the staff who manage documents.
    """
    if utilisateur.is_staff:
        regle = policy_registry.get_by_type(type(document))
        return utilisateur.is_verified() and regle.user_has_permission_for_instance(utilisateur, "change", document)
    siens = publics.profils(utilisateur)
    if siens is None:
        return False
    citations = ReferenceIndex.get_references_to(document).values_list("object_id", flat=True)
    donnent = Page.objects.live().filter(pk__in=[int(pk) for pk in citations if pk.isdigit()]).specific()
    return any(not isinstance(page, ActualiteAdresseePage) or page.est_lisible_par(utilisateur) for page in donnent)


class RappelsPage(PagePublique):
    """« Je pense à » : what parents have to think of, month by month; the private home shows this month's."""

    corps = CorpsField("introduction")

    max_count = 1
    parent_page_types = ["cms_pages.RubriquePage"]
    subpage_types = []
    template = "cms_pages/rappels.html"
    search_fields = [*PagePublique.search_fields, index.SearchField("textes")]
    content_panels = [
        *PagePublique.content_panels,
        FieldPanel("corps"),
        InlinePanel("rappels", heading="Rappels", label="Rappel"),
    ]

    class Meta:
        verbose_name = "je pense à"
        verbose_name_plural = "je pense à"

    def get_context(self, request, *args, **kwargs):
        contexte = super().get_context(request, *args, **kwargs)
        lignes = mois_de_l_annee_scolaire(self.rappels.select_related("page"))
        return contexte | {
            "mois": [(MoisDeLAnnee(numero).label, rappels) for numero, rappels in lignes],
            "ce_mois": MoisDeLAnnee(clock.aujourdhui().month).label,
        }

    @property
    def textes(self):
        return " ".join(rappel.texte for rappel in self.rappels.all())


class Rappel(Orderable):
    """One thing to think of."""

    liste = ParentalKey(RappelsPage, on_delete=models.CASCADE, related_name="rappels")
    mois = models.PositiveSmallIntegerField("mois", choices=MoisDeLAnnee, default=MoisDeLAnnee.TOUTE_L_ANNEE)
    texte = models.CharField("à quoi penser", max_length=200, help_text="Comme un pense-bête : « inscrire… ».")
    page = models.ForeignKey(
        Page,
        verbose_name="page qui l’explique",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("mois"), FieldPanel("texte"), FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = "rappel"

    def __str__(self):
        return self.texte
