from django.urls import path

from espace_prive.demarches import views

app_name = "demarches"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("<uuid:numero>/", views.detail, name="detail"),
]
