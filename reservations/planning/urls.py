from django.urls import path

from reservations.planning import views, vues_absences

app_name = "planning"
urlpatterns = [
    path("", views.choisir, name="choisir"),
    path("absence/", vues_absences.absence, name="absence"),
    path("demandes/<uuid:numero>/", views.confirmation, name="confirmation"),
    path("<int:pk>/", views.commencer, name="commencer"),
    path("<int:pk>/<int:annee>-<int:mois>/", views.mois, name="mois"),
    path("<int:pk>/recapitulatif/", views.recapitulatif, name="recapitulatif"),
]
