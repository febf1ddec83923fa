from django.urls import path

from reservations.campagnes import views

app_name = "campagnes"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("<int:pk>/", views.repondre, name="repondre"),
    path("<int:pk>/reserver/", views.reserver, name="reserver"),
]
