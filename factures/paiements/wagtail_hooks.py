"""The cashier's menu: « Paiements »."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from common.staff.menu import MenuEntry
from factures.paiements.agents import views
from factures.paiements.agents.panel import ce_qui_attend


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("paiements/", views.a_regarder, name="paiements_a_regarder"),
        path("paiements/imputer/", views.imputer, name="paiements_imputer"),
        path("paiements/recus/", views.paiements, name="paiements_recus"),
        path("paiements/banque/", views.notifications, name="paiements_banque"),
    ]


@hooks.register("register_admin_menu_item")
def menu_paiements():
    entrees = [
        MenuEntry("Ce qui demande attention", "paiements_a_regarder", views.CONSULTER, icon_name="warning", order=10),
        MenuEntry("Paiements reçus", "paiements_recus", views.CONSULTER, icon_name="list-ul", order=20),
        MenuEntry("Notifications de la banque", "paiements_banque", views.CONSULTER, icon_name="mail", order=30),
    ]
    return SubmenuMenuItem("Paiements", Menu(items=entrees), icon_name="tick-inverse", order=240)


class PanneauDeLaRegie(Component):
    name, order = "regie", 92
    template_name = "paiements/agents/panneau.html"

    def get_context_data(self, parent_context):
        return ce_qui_attend(parent_context["request"].user)


@hooks.register("construct_homepage_panels")
def ce_qui_attend_la_regie(request, panels):
    if request.user.has_perm(views.CONSULTER):
        panels.append(PanneauDeLaRegie())
