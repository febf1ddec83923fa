"""The agents' addresses of the files, and the list of what waits."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common import clock
from common.staff.menu import MenuEntry
from espace_prive.modifications import reading
from espace_prive.modifications.agents import views

adresses = [
    path("", views.attente, name="attente"),
    path("<int:foyer_pk>/demandes/<int:pk>/", views.traiter, name="traiter"),
    path("<int:foyer_pk>/demandes/<int:pk>/document/", views.piece, name="piece"),
    path("<int:foyer_pk>/enfants/<int:pk>/", views.enfant, name="enfant"),
    path("<int:foyer_pk>/enfants/<int:pk>/pai/", views.pai, name="pai"),
    path("<int:foyer_pk>/corriger/<slug:genre>/<int:pk>/", views.corriger, name="corriger"),
]


@hooks.register("register_admin_urls")
def adresses_des_changements():
    return [path("dossiers/", include((adresses, "changements")))]


@hooks.register("register_admin_menu_item")
def menu_changements():
    return MenuEntry("À vérifier", "changements:attente", views.MODIFIER, icon_name="tasks", order=210)


class ChangementsEnAttente(Component):
    """How many changes of files wait for this agent, and since when."""

    name, order = "changements", 93
    template_name = "modifications/agents/panneau.html"

    def get_context_data(self, parent_context):
        attendent = reading.en_attente_pour(parent_context["request"].user)
        premiere = attendent.values_list("demarche__deposee_le", flat=True).first()
        depuis = (clock.maintenant() - premiere).days if premiere else 0
        return {"nombre": attendent.count(), "depuis": depuis}


@hooks.register("construct_homepage_panels")
def changements_en_attente(request, panels):
    """Tell who may change the files what waits."""
    if request.user.has_perm(views.MODIFIER):
        panels.append(ChangementsEnAttente())
