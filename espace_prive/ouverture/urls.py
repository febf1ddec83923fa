from django.urls import path

from espace_prive.ouverture.agents import super_usager
from espace_prive.ouverture.views import cle, sans_cle

app_name = "ouverture"
urlpatterns = [
    path("creer-mon-espace/", cle.creer_espace, name="creer_espace"),
    path("creer-mon-espace/vous/", cle.entrer, name="entrer"),
    path("creer-mon-espace/merci/", cle.espace_cree, name="espace_cree"),
    path("creer-mon-espace/sans-cle/", sans_cle.sans_cle, name="sans_cle"),
    path("creer-mon-espace/sans-cle/merci/", sans_cle.demande_envoyee, name="demande_envoyee"),
    path("invitation/", sans_cle.invitation, name="invitation"),
    path("invitation/<str:secret>/", sans_cle.suivre_invitation, name="suivre_invitation"),
    path("mes-cles/", sans_cle.mes_cles, name="mes_cles"),
    path("mode-super-usager/desactiver/", super_usager.desactiver, name="desactiver"),
]
