"""The agents' menu of bookings."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.planning.agents import absences, fermetures
from reservations.planning.agents.panels import panneaux


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


@hooks.register("construct_homepage_panels")
def le_jour_des_services(request, panels):
    panels.extend(panneaux(request.user))
