from django.urls import path

from reservations.planning.views import absences, semaine

app_name = "planning"
urlpatterns = [
    path("", semaine.choisir, name="choisir"),
    path("semaine/", semaine.semaine, name="semaine"),
    path("semaine/<str:lundi>/", semaine.semaine, name="semaine_du"),
    path("mois/<str:mois>/", semaine.mois, name="mois"),
    path("recapitulatif/", semaine.recapitulatif, name="recapitulatif"),
    path("absence/", absences.absence, name="absence"),
    path("absence/<int:pk>/certificat/", absences.certificat, name="certificat"),
    path("absence/<int:pk>/reprendre/", absences.reprise, name="reprendre_absence"),
    path("demandes/<uuid:numero>/", semaine.confirmation, name="confirmation"),
    path("demandes/<uuid:numero>/annuler/", semaine.annuler, name="annuler"),
    path("<int:pk>/", semaine.commencer, name="commencer"),
]
