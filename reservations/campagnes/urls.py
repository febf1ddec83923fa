from django.urls import path

from reservations.campagnes.views import campagnes, rendezvous

app_name = "campagnes"
urlpatterns = [
    path("", campagnes.liste, name="liste"),
    path("<int:pk>/", campagnes.repondre, name="repondre"),
    path("<int:pk>/reserver/", campagnes.reserver, name="reserver"),
    path("rendez-vous/<int:pk>/", rendezvous.rencontre, name="rencontre"),
    path("rendez-vous/<int:pk>/<int:enfant>/laisser/", rendezvous.laisser, name="laisser"),
]
