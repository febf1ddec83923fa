"""The agents' menu of the waiting lists."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.attente.agents import views
from reservations.attente.agents.panels import panneaux
from reservations.attente.portee import TENIR


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("attentes/", views.liste, name="attentes_agents"),
        path("attentes/refus/", views.refus, name="refus_faute_de_place"),
        path("attentes/<int:pk>/retirer/", views.retirer, name="retirer_attente"),
    ]


@hooks.register("register_admin_menu_item")
def menu_attentes():
    return MenuEntry("Listes d’attente", "attentes_agents", TENIR, icon_name="list-ol", order=218)


@hooks.register("construct_homepage_panels")
def les_listes_d_attente(request, panels):
    panels.extend(panneaux(request.user))
