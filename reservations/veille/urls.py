from django.urls import path

from reservations.veille import views

app_name = "veille"
urlpatterns = [
    path("reservations/comme-d-habitude/<str:lundi>/", views.semaine, name="semaine"),
    path("rappel-de-la-veille/", views.preference, name="preference"),
    path("rappel-de-la-veille/<str:jeton>/", views.suivre, name="suivre"),
]
