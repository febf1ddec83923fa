from django.urls import path

from reservations.planning.views import absences, reserver

app_name = "planning"
urlpatterns = [
    path("", reserver.choisir, name="choisir"),
    path("absence/", absences.absence, name="absence"),
    path("demandes/<uuid:numero>/", reserver.confirmation, name="confirmation"),
    path("<int:pk>/", reserver.commencer, name="commencer"),
    path("<int:pk>/<int:annee>-<int:mois>/", reserver.mois, name="mois"),
    path("<int:pk>/recapitulatif/", reserver.recapitulatif, name="recapitulatif"),
]
