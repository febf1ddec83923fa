"""The administrators' address for a lost second factor; it is reached from the page of the person."""

from django.urls import path
from wagtail import hooks

from espace_prive.comptes import vues_agents


@hooks.register("register_admin_urls")
def adresses_des_comptes():
    return [
        path("personnel/<int:pk>/second-facteur/", vues_agents.retirer_second_facteur, name="retirer_second_facteur")
    ]
