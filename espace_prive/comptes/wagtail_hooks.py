"""The administrators' addresses: accounts of families, and what is done to anybody's account."""

from django.urls import include, path
from wagtail import hooks

from common.staff.menu import MenuEntry
from espace_prive.comptes.agents import views

familles = [
    path("", views.liste, name="liste"),
    path("<int:pk>/", views.compte, name="compte"),
    path("<int:pk>/fermer/", views.fermer, name="fermer"),
    path("<int:pk>/rouvrir/", views.rouvrir, name="rouvrir"),
]


@hooks.register("register_admin_urls")
def adresses_des_comptes():
    return [
        path("comptes/", include((familles, "comptes_familles"))),
        path("personnel/<int:pk>/second-facteur/", views.retirer_second_facteur, name="retirer_second_facteur"),
        path("personnel/<int:pk>/services/", views.changer_services, name="services_d_un_agent"),
        path("personnel/<int:pk>/deconnecter/", views.fermer_sessions, name="fermer_sessions"),
    ]


@hooks.register("register_admin_menu_item")
def menu_comptes():
    return MenuEntry("Comptes", "comptes_familles:liste", views.MODIFIER, icon_name="user", order=210)
