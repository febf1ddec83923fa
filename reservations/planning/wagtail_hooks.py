"""The agents' menu of bookings."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reservations.planning import vues_agents, vues_fermetures


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
