"""The agents' menu of bookings."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common import clock
from common.staff.menu import MenuEntry
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.portee import activites_de, lieux_de
from reservations.planning.agents import absences, fermetures
from reservations.planning.agents.effectifs import prevus, prochain_jour


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("absences/", absences.liste, name="absences_agents"),
        path("absences/<int:pk>/", absences.examiner, name="absence_agent"),
        path("absences/<int:pk>/document/", absences.document, name="absence_document"),
        path("absences/<int:pk>/annuler/", absences.annuler_decision, name="annuler_decision_absence"),
        path("effectifs/fermer/", fermetures.fermer, name="fermer_jour"),
        path("effectifs/fermetures/<int:pk>/", fermetures.fermeture, name="fermeture_jour"),
        path("effectifs/fermetures/<int:pk>/rouvrir/", fermetures.rouvrir_jour, name="rouvrir_jour"),
        path("effectifs/fermetures/ensemble/<int:pk>/", fermetures.operation, name="operation_fermeture"),
        path(
            "effectifs/fermetures/ensemble/<int:pk>/rouvrir/", fermetures.rouvrir_operation, name="rouvrir_operation"
        ),
    ]


@hooks.register("register_admin_menu_item")
def menu_absences():
    return MenuEntry("Absences", "absences_agents", absences.JUGER, icon_name="calendar-alt", order=215)


@hooks.register("register_admin_menu_item")
def menu_fermer():
    return MenuEntry("Fermer", "fermer_jour", "activites.fermer_jour", icon_name="calendar-alt", order=220)


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
