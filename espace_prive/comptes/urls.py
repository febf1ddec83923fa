from django.urls import path

from espace_prive.comptes import views, views_second_facteur

app_name = "comptes"
urlpatterns = [
    path("connexion/", views.connexion, name="connexion"),
    path("deconnexion/", views.deconnexion, name="deconnexion"),
    path("mot-de-passe-oublie/", views.mot_de_passe_oublie, name="mot_de_passe_oublie"),
    path(
        "mot-de-passe-oublie/<str:uid>/<str:jeton>/",
        views.suivre_lien,
        {"etape": "comptes:choisir_mot_de_passe"},
        name="nouveau_mot_de_passe",
    ),
    path("nouveau-mot-de-passe/<str:uid>/", views.nouveau_mot_de_passe, name="choisir_mot_de_passe"),
    path("activer/", views.renvoyer_activation, name="renvoyer_activation"),
    path("activer/<str:uid>/<str:jeton>/", views.suivre_lien, {"etape": "comptes:activation"}, name="activer"),
    path("activer/<str:uid>/", views.activer, name="activation"),
    path("mes-identifiants/", views.mes_identifiants, name="mes_identifiants"),
    path("second-facteur/", views_second_facteur.second_facteur, name="second_facteur"),
    path("second-facteur/preparer/", views_second_facteur.preparer_second_facteur, name="preparer_second_facteur"),
]
