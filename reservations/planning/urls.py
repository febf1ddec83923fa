from django.urls import path

from reservations.planning.views import absences, copies, habitudes, semaine, suites

app_name = "planning"
urlpatterns = [
    path("", semaine.choisir, name="choisir"),
    path("semaine/", semaine.semaine, name="semaine"),
    path("semaine/<str:lundi>/", semaine.semaine, name="semaine_du"),
    path("mois/<str:mois>/", semaine.mois, name="mois"),
    path("copier/", copies.copier, name="copier"),
    path("recapitulatif/", semaine.recapitulatif, name="recapitulatif"),
    path("habitudes/", habitudes.semaine_habituelle, name="habitudes"),
    path("habitudes/<int:pk>/arreter/", habitudes.arreter, name="arreter_habitude"),
    path("habitudes/refus/<int:pk>/ecarter/", habitudes.ecarter, name="ecarter_refus"),
    path("absence/", absences.absence, name="absence"),
    path("absence/<int:pk>/certificat/", suites.certificat, name="certificat"),
    path("absence/<int:pk>/reprendre/", suites.reprise, name="reprendre_absence"),
    path("demandes/<uuid:numero>/", semaine.confirmation, name="confirmation"),
    path("demandes/<uuid:numero>/annuler/", semaine.annuler, name="annuler"),
    path("<int:pk>/", semaine.commencer, name="commencer"),
]
