"""The administrators' addresses: accounts of families, and what is done to anybody's account."""

from django.urls import include, path
from wagtail import hooks

from common.staff.menu import MenuEntry
from espace_prive.comptes.agents import views as vues

familles = [
    path("", vues.liste, name="liste"),
    path("<int:pk>/", vues.compte, name="compte"),
    path("<int:pk>/fermer/", vues.fermer, name="fermer"),
    path("<int:pk>/rouvrir/", vues.rouvrir, name="rouvrir"),
]


@hooks.register("register_admin_urls")
def adresses_des_comptes():
    return [
        path("comptes/", include((familles, "comptes_familles"))),
        path("personnel/<int:pk>/second-facteur/", vues.retirer_second_facteur, name="retirer_second_facteur"),
        path("personnel/<int:pk>/services/", vues.changer_services, name="services_d_un_agent"),
        path("personnel/<int:pk>/deconnecter/", vues.fermer_sessions, name="fermer_sessions"),
    ]


@hooks.register("register_admin_menu_item")
def menu_comptes():
    return MenuEntry("Comptes", "comptes_familles:liste", vues.MODIFIER, icon_name="user", order=210)
