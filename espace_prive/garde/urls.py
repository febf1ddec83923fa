from django.urls import path

from espace_prive.garde import views

app_name = "garde"
urlpatterns = [
    path("enfants/<int:pk>/garde/", views.jours, name="jours"),
    path("enfants/<int:pk>/garde/echanger/", views.echanger, name="echanger"),
    path("garde/echanges/<uuid:numero>/", views.swap, name="swap"),
]
