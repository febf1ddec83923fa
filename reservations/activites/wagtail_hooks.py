"""The agents' addresses of registrations; they are reached from the family file."""

from django.urls import path
from wagtail import hooks

from reservations.activites import vues_agents


@hooks.register("register_admin_urls")
def adresses_des_inscriptions():
    return [
        path(
            "familles/<int:foyer_pk>/inscrire/<int:enfant_pk>/",
            vues_agents.nouvelle_inscription,
            name="inscrire_enfant",
        ),
        path(
            "familles/<int:foyer_pk>/inscriptions/<int:pk>/arreter/",
            vues_agents.terminer_inscription,
            name="terminer_inscription",
        ),
    ]
