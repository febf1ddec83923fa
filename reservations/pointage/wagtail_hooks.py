"""The staff's menu of the lists."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.pointage.agents import animateurs, cuisine, listes, pointer
from reservations.pointage.portee import CUISINE, VOIR


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("effectifs/", listes.liste_effectifs, name="effectifs"),
        path("effectifs/imprimer/", listes.imprimer, name="imprimer_effectifs"),
        path("animateurs/", animateurs.liste, name="animateurs"),
        path("animateurs/<int:pk>/", animateurs.confier, name="confier_des_groupes"),
        path("cuisine/", cuisine.cuisine, name="cuisine"),
        path("effectifs/pointer/", pointer.pointer, name="pointer"),
        path("effectifs/pointer/retirer/", pointer.retirer, name="retirer_pointage"),
        path("effectifs/venus/", pointer.venus, name="venus_sans_reservation"),
        path("effectifs/listes/", listes.gardees, name="listes_gardees"),
        path("effectifs/listes/<int:pk>/", listes.tirage, name="tirage_effectifs"),
        path("effectifs/listes/<int:pk>/pdf/", listes.tirage_pdf, name="tirage_pdf"),
    ]


@hooks.register("register_admin_menu_item")
def menu_effectifs():
    return MenuEntry("Effectifs", "effectifs", VOIR, icon_name="group", order=210)


@hooks.register("register_admin_menu_item")
def menu_cuisine():
    return MenuEntry("Cuisine", "cuisine", CUISINE, icon_name="list-ul", order=212)


@hooks.register("register_settings_menu_item")
def menu_animateurs():
    return MenuEntry("Animateurs", "animateurs", animateurs.CONFIER, icon_name="group", order=330)
