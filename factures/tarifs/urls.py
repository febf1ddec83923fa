from django.urls import path

from factures.tarifs import views

app_name = "tarifs"
urlpatterns = [
    path("tarifs/calculer/", views.calculer, name="calculer"),
    path("espace/calculer-mon-tarif/", views.calculer_pour_moi, name="calculer_pour_moi"),
]
