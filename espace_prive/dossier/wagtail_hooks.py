"""The agents' addresses of the files, and the list of what waits."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from common import clock
from espace_prive.dossier import lectures
from espace_prive.dossier import vues_agents as vues

adresses = [
    path("", vues.attente, name="attente"),
    path("<int:foyer_pk>/demandes/<int:pk>/", vues.traiter, name="traiter"),
    path("<int:foyer_pk>/demandes/<int:pk>/document/", vues.piece, name="piece"),
    path("<int:foyer_pk>/enfants/<int:pk>/", vues.enfant, name="enfant"),
    path("<int:foyer_pk>/enfants/<int:pk>/pai/", vues.pai, name="pai"),
    path("<int:foyer_pk>/corriger/<slug:genre>/<int:pk>/", vues.corriger, name="corriger"),
]


@hooks.register("register_admin_urls")
def adresses_des_dossiers():
    return [path("dossiers/", include((adresses, "dossiers")))]


class EntreeChangements(MenuItem):
    """Shown to whoever may change a family file."""

    def is_shown(self, request):
        return request.user.has_perm(vues.MODIFIER)


@hooks.register("register_admin_menu_item")
def menu_changements():
    return EntreeChangements("À vérifier", reverse("dossiers:attente"), icon_name="tasks", order=210)


class ChangementsEnAttente(Component):
    """How many changes of files wait for this agent, and since when."""

    name, order = "changements", 93
    template_name = "dossier/agents/panneau.html"

    def get_context_data(self, parent_context):
        attendent = lectures.en_attente_pour(parent_context["request"].user)
        premiere = attendent.values_list("demarche__deposee_le", flat=True).first()
        depuis = (clock.maintenant() - premiere).days if premiere else 0
        return {"nombre": attendent.count(), "depuis": depuis}


@hooks.register("construct_homepage_panels")
def changements_en_attente(request, panels):
    """Tell who may change the files what waits."""
    if request.user.has_perm(vues.MODIFIER):
        panels.append(ChangementsEnAttente())
