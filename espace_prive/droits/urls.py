"""The rights of the person. A namespace of its own: it stays closed to an agent who acts for a family."""

from django.urls import path

from espace_prive.droits import views

app_name = "droits"
urlpatterns = [
    path("", views.mes_donnees, name="mes_donnees"),
    path("consultations/", views.consultations, name="consultations"),
    path("telecharger/", views.telecharger, name="telecharger"),
    path("fermer-mon-compte/", views.fermer, name="fermer"),
    path("compte-ferme/", views.ferme, name="ferme"),
]
