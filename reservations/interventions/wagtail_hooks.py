"""The agents' menu of corrections."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.interventions.agents import views


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("corrections/", views.liste, name="corrections"),
        path("corrections/nouvelle/", views.corriger, name="corriger_reservations"),
        path("corrections/<int:pk>/", views.correction, name="correction"),
    ]


@hooks.register("register_admin_menu_item")
def menu_corriger():
    return MenuEntry("Corriger", "corriger_reservations", views.PERMISSION, icon_name="edit", order=217)
