from django.urls import path

from espace_prive.famille import views

app_name = "famille"
urlpatterns = [
    path("creer-mon-espace/", views.creer_espace, name="creer_espace"),
    path("creer-mon-espace/merci/", views.espace_cree, name="espace_cree"),
    path("famille/responsable/<int:pk>/", views.responsable, name="responsable"),
]
