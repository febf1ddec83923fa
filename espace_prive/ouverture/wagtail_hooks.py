"""The agents' menu of the ways in."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common.staff.menu import MenuEntry
from espace_prive.famille.acces.portee import TOUS
from espace_prive.ouverture.agents import super_usager, views
from espace_prive.ouverture.agents.section import OUVRIR
from espace_prive.ouverture.models import DemandeEspace

adresses = [
    path("", views.demandes, name="demandes"),
    path("demandes/<int:pk>/", views.demande, name="demande"),
    path("demandes/<int:pk>/rattacher/<int:responsable_pk>/", views.rattacher, name="rattacher"),
    path("demandes/<int:pk>/nouvelle-famille/", views.nouvelle_famille, name="nouvelle_famille"),
    path("demandes/<int:pk>/refuser/", views.refuser, name="refuser"),
    path("envois/", views.envois, name="envois"),
    path("envois/nouveau/", views.nouvel_envoi, name="nouvel_envoi"),
    path("envois/<int:pk>/", views.envoi, name="envoi"),
    path("envois/<int:pk>/reprendre/", views.reprendre, name="reprendre"),
    path("envois/<int:pk>/relancer/", views.relancer, name="relancer"),
    path("envois/<int:pk>/liasses/<int:rang>/", views.imprimer, name="imprimer"),
    path("familles/<int:foyer_pk>/adultes/<int:pk>/inviter/", views.inviter, name="inviter"),
    path("familles/<int:foyer_pk>/adultes/<int:pk>/cle/", views.cle_de_service, name="cle_de_service"),
    path("familles/<int:foyer_pk>/adultes/<int:pk>/agir/", super_usager.agir, name="agir"),
    path("familles/<int:foyer_pk>/agir/", super_usager.agir_pour_la_famille, name="agir_pour_la_famille"),
]


@hooks.register("register_admin_urls")
def adresses_des_ouvertures():
    return [
        path("ouvertures/", include((adresses, "ouvertures"))),
        # Under the file of the family: whoever opens the address of the button goes back to it.
        path("familles/<int:foyer_pk>/adultes/<int:pk>/cle/", views.lettre, name="lettre_de_cle"),
    ]


@hooks.register("register_admin_menu_item")
def menu_des_ouvertures():
    return MenuEntry("Espaces", "ouvertures:demandes", OUVRIR, TOUS, icon_name="key", order=202)


class DemandesEnAttente(Component):
    name, order = "demandes_espace", 94
    template_name = "ouverture/agents/panneau.html"

    def get_context_data(self, parent_context):
        attendent = DemandeEspace.objects.pour_agent(parent_context["request"].user).en_attente()
        return {"nombre": attendent.count(), "premiere": attendent.first()}


@hooks.register("construct_homepage_panels")
def demandes_en_attente(request, panels):
    if request.user.has_perms([OUVRIR, TOUS]):
        panels.append(DemandesEnAttente())
