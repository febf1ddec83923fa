"""« Campagnes » in the staff's menu."""

from django.urls import path
from wagtail import hooks

from common.staff.menu import MenuEntry
from reservations.campagnes.agents import rendezvous, views


@hooks.register("register_admin_urls")
def adresses_des_campagnes():
    return [
        path("campagnes/", views.liste, name="campagnes_agents"),
        path("campagnes/nouvelle/", views.creer, name="creer_campagne"),
        path("campagnes/rendez-vous/", rendezvous.liste, name="rencontres_agents"),
        path("campagnes/rendez-vous/nouveau/", rendezvous.creer, name="creer_rencontre"),
        path("campagnes/rendez-vous/<int:pk>/", rendezvous.fiche, name="rencontre_agent"),
        path("campagnes/rendez-vous/<int:pk>/modifier/", rendezvous.modifier, name="modifier_rencontre"),
        path("campagnes/rendez-vous/<int:pk>/retirer/<int:cle>/", rendezvous.retirer, name="retirer_rendez_vous"),
        path("campagnes/<int:pk>/", views.fiche, name="campagne_agent"),
        path("campagnes/<int:pk>/modifier/", views.modifier, name="modifier_campagne"),
        path("campagnes/<int:pk>/fermer/", views.fermer, name="fermer_campagne"),
        path("campagnes/<int:pk>/rouvrir/", views.rouvrir, name="rouvrir_campagne"),
        path("campagnes/<int:pk>/relancer/", views.relancer, name="relancer_campagne"),
    ]


@hooks.register("register_admin_menu_item")
def menu_campagnes():
    return MenuEntry("Campagnes", "campagnes_agents", views.TENIR, icon_name="mail", order=225)
