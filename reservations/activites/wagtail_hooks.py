"""« Activités » in the menu; and the agents' addresses of registrations, reached from the family file."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.activites.agents import inscriptions, ouvertures, reglages


@hooks.register("register_admin_urls")
def adresses_des_inscriptions():
    une = "familles/<int:foyer_pk>/inscriptions/<int:pk>/"
    return [
        path("familles/<int:foyer_pk>/inscrire/", inscriptions.inscrire, name="inscrire_enfants"),
        path(f"{une}modifier/", inscriptions.modifier_inscription, name="modifier_inscription"),
        path(f"{une}arreter/", inscriptions.terminer_inscription, name="terminer_inscription"),
        path(
            "familles/<int:foyer_pk>/changements/<int:pk>/annuler/",
            inscriptions.defaire_changement,
            name="defaire_inscription",
        ),
    ]


@hooks.register("register_admin_urls")
def adresses_des_reglages():
    une = "activites/<int:pk>/"
    return [
        path("activites/", reglages.liste, name="activites_reglees"),
        path("activites/nouvelle/", reglages.creer, name="creer_activite"),
        path("activites/ouvrir-une-annee/", ouvertures.ouvrir_annee, name="ouvrir_annee"),
        path("activites/ouvrir-une-session/", ouvertures.ouvrir_session, name="ouvrir_session"),
        path(f"{une}copier/", ouvertures.copier_activite, name="copier_activite"),
        path(f"{une}periodes/<int:cle>/copier/", ouvertures.copier_periode, name="copier_periode"),
        path(une, reglages.fiche, name="activite_reglee"),
        path(f"{une}modifier/", reglages.modifier, name="modifier_activite"),
        path(f"{une}supprimer/", reglages.supprimer, name="supprimer_activite"),
        path(f"{une}<slug:genre>/ajouter/", reglages.partie, name="ajouter_partie"),
        path(f"{une}<slug:genre>/<int:cle>/", reglages.partie, name="modifier_partie"),
        path(f"{une}<slug:genre>/<int:cle>/retirer/", reglages.retirer_partie, name="retirer_partie"),
    ]


@hooks.register("register_admin_menu_item")
def menu_activites():
    return MenuEntry("Activités", "activites_reglees", reglages.REGLER, icon_name="calendar-check", order=230)
