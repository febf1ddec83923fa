"""The editors' home in the admin: what ends or starts soon, which weeks have no menu."""

from datetime import timedelta

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from cms_pages.models import Menu
from cms_pages.rules import semaines_incompletes
from common import clock
from commune.services import calendrier

BIENTOT = timedelta(days=14)
SEMAINES = 4


def peut_ecrire(utilisateur) -> bool:
    return policy_registry.get_by_type(Page).user_has_any_permission(utilisateur, {"change"})


def semaines_sans_menu() -> list[dict]:
    """The coming school weeks that have days without a common menu: {lundi, manquants, entiere}."""
    aujourdhui, connu = clock.aujourdhui(), calendrier()
    faits = set(Menu.objects.filter(restaurant=None, date__gte=aujourdhui).values_list("date", flat=True))
    semaines = []
    for lundi, manquants in semaines_incompletes(faits, aujourdhui, connu, nombre=SEMAINES):
        jours = [lundi + timedelta(days=rang) for rang in range(7)]
        entiere = manquants == [jour for jour in jours if jour >= aujourdhui and connu.est_jour_d_ecole(jour)]
        semaines.append({"lundi": lundi, "manquants": manquants, "entiere": entiere})
    return semaines


def _prevues():
    """{page id: hour at which it, or a new version of it, is to be published}."""
    prevues = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return {int(pk): instant for pk, instant in prevues.values_list("object_id", "approved_go_live_at")}


class APrevoir(Component):
    name = "a_prevoir"
    template_name = "cms_pages/gestion/a_prevoir.html"
    order = 90

    def get_context_data(self, parent_context):
        instant, prevues = clock.maintenant(), _prevues()
        modifiables = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            parent_context["request"].user, "change"
        )
        return {
            "expirent": modifiables.live().filter(expire_at__lt=instant + BIENTOT).order_by("expire_at"),
            "paraissent": sorted(
                ((prevues[page.pk], page) for page in modifiables.filter(pk__in=prevues)), key=lambda paire: paire[0]
            ),
            "semaines": semaines_sans_menu(),
            "menus": reverse("menus_semaine"),
            "liens": reverse("liens_casses"),
        }
