"""The cashier's menu: « Paiements »."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from factures.paiements import vues_agents
from factures.paiements.panneau import ce_qui_attend


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("paiements/", vues_agents.a_regarder, name="paiements_a_regarder"),
        path("paiements/imputer/", vues_agents.imputer, name="paiements_imputer"),
        path("paiements/recus/", vues_agents.paiements, name="paiements_recus"),
        path("paiements/banque/", vues_agents.notifications, name="paiements_banque"),
    ]


class Entree(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(vues_agents.CONSULTER)


@hooks.register("register_admin_menu_item")
def menu_paiements():
    entrees = [
        Entree("Ce qui demande attention", reverse("paiements_a_regarder"), icon_name="warning", order=10),
        Entree("Paiements reçus", reverse("paiements_recus"), icon_name="list-ul", order=20),
        Entree("Notifications de la banque", reverse("paiements_banque"), icon_name="mail", order=30),
    ]
    return SubmenuMenuItem("Paiements", Menu(items=entrees), icon_name="tick-inverse", order=240)


class Regie(Component):
    """What waits for the cashier."""

    name, order = "regie", 92
    template_name = "paiements/agents/panneau.html"

    def get_context_data(self, parent_context):
        return ce_qui_attend(parent_context["request"].user)


@hooks.register("construct_homepage_panels")
def ce_qui_attend_la_regie(request, panels):
    """Tell who follows the money what is due, to close, to look at."""
    if request.user.has_perm(vues_agents.CONSULTER):
        panels.append(Regie())
