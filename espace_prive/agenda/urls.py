from django.urls import path

from espace_prive.agenda import views

app_name = "agenda"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/imprimer/", views.imprimer, name="imprimer"),
    path("agenda/abonnements/", views.abonnements, name="abonnements"),
    path("agenda-abonne/<str:jeton>.ics", views.flux, name="flux"),
]
