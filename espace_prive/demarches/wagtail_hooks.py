"""The staff's address of a request, under the file of its family."""

from django.urls import path
from wagtail import hooks

from espace_prive.demarches.agents import views


@hooks.register("register_admin_urls")
def adresse_d_une_demande():
    return [path("familles/<int:foyer_pk>/demandes/<int:pk>/", views.demande, name="demande_de_la_famille")]
