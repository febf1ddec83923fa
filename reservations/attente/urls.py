from django.urls import path

from reservations.attente.views import attentes, offres

app_name = "attente"
urlpatterns = [
    path("", attentes.mes_attentes, name="attentes"),
    path("demander/", attentes.demander, name="demander"),
    path("<int:pk>/", offres.attente, name="attente"),
    path("offre/", offres.offre, name="offre"),
    path("offre/<str:jeton>/", offres.suivre, name="par_lien"),
]
