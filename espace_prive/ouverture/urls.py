from django.urls import path

from espace_prive.ouverture import views, vues_super_usager

app_name = "ouverture"
urlpatterns = [
    path("creer-mon-espace/sans-cle/", views.sans_cle, name="sans_cle"),
    path("creer-mon-espace/sans-cle/merci/", views.demande_envoyee, name="demande_envoyee"),
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/<str:secret>/", views.suivre_invitation, name="suivre_invitation"),
    path("mes-cles/", views.mes_cles, name="mes_cles"),
    path("mode-super-usager/desactiver/", vues_super_usager.desactiver, name="desactiver"),
]
