"""The agents' menu of bookings."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from common import clock
from espace_prive.famille.portee import ecartes
from reservations.activites.portee import activites_de, lieux_de
from reservations.planning import vues_agents, vues_fermetures
from reservations.planning.effectifs import prevus, prochain_jour


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("effectifs/", vues_agents.liste_effectifs, name="effectifs"),
        path("effectifs/fermer/", vues_fermetures.fermer, name="fermer_jour"),
        path("effectifs/fermetures/<int:pk>/", vues_fermetures.fermeture, name="fermeture_jour"),
        path("effectifs/fermetures/<int:pk>/rouvrir/", vues_fermetures.rouvrir_jour, name="rouvrir_jour"),
    ]


class EntreeEffectifs(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("activites.consulter_effectifs")


class EntreeFermer(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("activites.fermer_jour")


@hooks.register("register_admin_menu_item")
def menu_effectifs():
    return EntreeEffectifs("Effectifs", reverse("effectifs"), icon_name="group", order=210)


@hooks.register("register_admin_menu_item")
def menu_fermer():
    return EntreeFermer("Fermer un jour", reverse("fermer_jour"), icon_name="calendar-alt", order=220)


class ProchainJour(Component):
    """Who comes on the next day of each activity that the agent keeps."""

    name, order = "prochain_jour", 91
    template_name = "reservations/agents/panneau.html"

    def get_context_data(self, parent_context):
        agent, jours = parent_context["request"].user, []
        for activite in activites_de(agent).reservables():
            jour = prochain_jour(activite, clock.aujourdhui())
            lieux = prevus(activite, jour, lieux=lieux_de(agent, activite), sauf=ecartes(agent))
            jours.append({"activite": activite, "jour": jour, "lieux": lieux, "total": sum(n for _, n in lieux)})
        return {"jours": sorted(jours, key=lambda j: (j["jour"], j["activite"].pk))}


@hooks.register("construct_homepage_panels")
def qui_vient_demain(request, panels):
    """Tell who keeps the lists how many come next."""
    if request.user.has_perm("activites.consulter_effectifs"):
        panels.append(ProchainJour())
