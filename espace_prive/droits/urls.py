"""The rights of the person. A namespace of its own: it stays closed to an agent who acts for a family."""

from django.urls import path

from espace_prive.droits import views as vues

app_name = "droits"
urlpatterns = [
    path("", vues.mes_donnees, name="mes_donnees"),
    path("consultations/", vues.consultations, name="consultations"),
    path("telecharger/", vues.telecharger, name="telecharger"),
    path("fermer-mon-compte/", vues.fermer, name="fermer"),
    path("compte-ferme/", vues.ferme, name="ferme"),
]
