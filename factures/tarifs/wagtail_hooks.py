"""The agents' menu of tariffs."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from factures.tarifs.agents import majorations, views


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("tarifs/", views.grilles, name="grilles_tarifaires"),
        path("tarifs/nouvelle/", views.creer, name="creer_grille"),
        path("tarifs/<int:pk>/nouvelle-version/", views.nouvelle_version, name="nouvelle_version_grille"),
        path("tarifs/<int:pk>/modifier/", views.modifier, name="modifier_grille"),
        path("tarifs/<int:pk>/supprimer/", views.supprimer, name="supprimer_grille"),
        path("tarifs/majorations/", majorations.liste, name="majorations"),
        path("tarifs/majorations/nouvelle/", majorations.creer, name="creer_majoration"),
        path("tarifs/majorations/<int:pk>/modifier/", majorations.modifier, name="modifier_majoration"),
        path("tarifs/majorations/<int:pk>/supprimer/", majorations.supprimer, name="supprimer_majoration"),
    ]


@hooks.register("register_admin_menu_item")
def menu_grilles():
    return MenuEntry("Grilles tarifaires", "grilles_tarifaires", "tarifs.view_grille", icon_name="tag", order=240)
