"""The cashier's menu: « Factures »."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from factures.facturation import vues_agents


@hooks.register("register_admin_urls")
def adresses():
    return [
        path("factures/", vues_agents.liste, name="factures_agents"),
        path("factures/impayes/", vues_agents.par_famille, name="impayes_par_famille"),
        path("factures/papier.pdf", vues_agents.imprimer_papier, name="factures_papier"),
        path("factures/<int:pk>/", vues_agents.detail, name="facture_agent"),
        path("factures/<int:pk>/facture.pdf", vues_agents.telecharger, name="facture_agent_pdf"),
        path("factures/<int:pk>/corriger/", vues_agents.corriger, name="facture_corriger"),
        path("factures/<int:pk>/refacturer/", vues_agents.refacturer, name="facture_refacturer"),
        path("factures/cloturer/", vues_agents.cloturer, name="cloturer"),
        path("factures/clotures/<int:pk>/", vues_agents.cloture, name="cloture"),
        path("factures/clotures/<int:pk>/reprendre/", vues_agents.reprendre, name="cloture_reprendre"),
        path("factures/tableau/", vues_agents.tableau_de_bord, name="tableau_regie"),
    ]


LIRE = "facturation.view_facture"


class Entree(MenuItem):
    """A menu item that only who may open its page sees."""

    def __init__(self, label, nom, permission, **options):
        super().__init__(label, reverse(nom), **options)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def menu_factures():
    entrees = [
        Entree("Toutes les factures", "factures_agents", LIRE, icon_name="list-ul", order=10),
        Entree("Impayés par famille", "impayes_par_famille", LIRE, icon_name="warning", order=15),
        Entree("Clôturer un mois", "cloturer", "facturation.cloturer", icon_name="lock", order=20),
        Entree("Tableau de bord", "tableau_regie", "facturation.consulter_tableau", icon_name="table", order=30),
    ]
    return SubmenuMenuItem("Factures", Menu(items=entrees), icon_name="doc-full", order=230)
