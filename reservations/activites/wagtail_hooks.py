"""The agents' addresses of registrations; they are reached from the family file."""

from django.urls import path
from wagtail import hooks

from reservations.activites.agents import views


@hooks.register("register_admin_urls")
def adresses_des_inscriptions():
    return [
        path(
            "familles/<int:foyer_pk>/inscrire/<int:enfant_pk>/",
            views.nouvelle_inscription,
            name="inscrire_enfant",
        ),
        path(
            "familles/<int:foyer_pk>/inscriptions/<int:pk>/arreter/",
            views.terminer_inscription,
            name="terminer_inscription",
        ),
    ]
