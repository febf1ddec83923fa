"""The cashier's menu: « Factures »."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from common.staff.menu import MenuEntry
from factures.facturation.agents import views
from factures.facturation.agents.panels import SUIVRE, RecettesDuMois


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("factures/", views.liste, name="factures_agents"),
        path("factures/impayes/", views.par_famille, name="impayes_par_famille"),
        path("factures/papier.pdf", views.imprimer_papier, name="factures_papier"),
        path("factures/<int:pk>/", views.detail, name="facture_agent"),
        path("factures/<int:pk>/facture.pdf", views.telecharger, name="facture_agent_pdf"),
        path("factures/<int:pk>/corriger/", views.corriger, name="facture_corriger"),
        path("factures/<int:pk>/refacturer/", views.refacturer, name="facture_refacturer"),
        path("factures/cloturer/", views.cloturer, name="cloturer"),
        path("factures/clotures/<int:pk>/", views.cloture, name="cloture"),
        path("factures/clotures/<int:pk>/reprendre/", views.reprendre, name="cloture_reprendre"),
        path("factures/tableau/", views.tableau_de_bord, name="tableau_regie"),
    ]


LIRE = "facturation.view_facture"


@hooks.register("register_admin_menu_item")
def menu_factures():
    entrees = [
        MenuEntry("Toutes les factures", "factures_agents", LIRE, icon_name="list-ul", order=10),
        MenuEntry("Impayés par famille", "impayes_par_famille", LIRE, icon_name="warning", order=15),
        MenuEntry("Clôturer un mois", "cloturer", "facturation.cloturer", icon_name="lock", order=20),
        MenuEntry("Tableau de bord", "tableau_regie", "facturation.consulter_tableau", icon_name="table", order=30),
    ]
    return SubmenuMenuItem("Factures", Menu(items=entrees), icon_name="doc-full", order=230)


@hooks.register("construct_homepage_panels")
def recettes_du_service(request, panels):
    """Tell the head of a service what its activities bring in."""
    if request.user.has_perm(SUIVRE):
        panels.append(RecettesDuMois())
