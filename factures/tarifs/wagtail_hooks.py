"""The agents' menu of tariffs."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from factures.tarifs import vues_agents


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("tarifs/", vues_agents.grilles, name="grilles_tarifaires"),
        path("tarifs/nouvelle/", vues_agents.creer, name="creer_grille"),
        path("tarifs/<int:pk>/nouvelle-version/", vues_agents.nouvelle_version, name="nouvelle_version_grille"),
        path("tarifs/<int:pk>/modifier/", vues_agents.modifier, name="modifier_grille"),
        path("tarifs/<int:pk>/supprimer/", vues_agents.supprimer, name="supprimer_grille"),
    ]


class EntreeGrilles(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("tarifs.view_grille")


@hooks.register("register_admin_menu_item")
def menu_grilles():
    return EntreeGrilles("Grilles tarifaires", reverse("grilles_tarifaires"), icon_name="tag", order=240)
