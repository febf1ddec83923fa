from django.urls import path

from espace_prive.comptes.views import appareils, connexion, identifiants, second_facteur

app_name = "comptes"
urlpatterns = [
    path("connexion/", connexion.connexion, name="connexion"),
    path("deconnexion/", connexion.deconnexion, name="deconnexion"),
    path("mot-de-passe-oublie/", connexion.mot_de_passe_oublie, name="mot_de_passe_oublie"),
    path(
        "mot-de-passe-oublie/<str:uid>/<str:jeton>/",
        connexion.suivre_lien,
        {"etape": "comptes:choisir_mot_de_passe"},
        name="nouveau_mot_de_passe",
    ),
    path("nouveau-mot-de-passe/<str:uid>/", connexion.nouveau_mot_de_passe, name="choisir_mot_de_passe"),
    path("activer/", connexion.renvoyer_activation, name="renvoyer_activation"),
    path("activer/<str:uid>/<str:jeton>/", connexion.suivre_lien, {"etape": "comptes:activation"}, name="activer"),
    path("activer/<str:uid>/", connexion.activer, name="activation"),
    path("mes-identifiants/", identifiants.mes_identifiants, name="mes_identifiants"),
    path("mes-identifiants/mot-de-passe/", identifiants.mot_de_passe, name="mot_de_passe"),
    path("mes-identifiants/identifiant/", identifiants.identifiant, name="identifiant"),
    path("mes-identifiants/courriel/", identifiants.courriel, name="courriel"),
    path("mes-identifiants/courriel/annuler/", identifiants.annuler_courriel, name="annuler_courriel"),
    path("nouvelle-adresse/<str:jeton>/", identifiants.suivre, {"cote": "nouvelle"}, name="suivre_nouvelle"),
    path("nouvelle-adresse/", identifiants.confirmer_nouvelle, name="confirmer_nouvelle"),
    path("changement-d-adresse/<str:jeton>/", identifiants.suivre, {"cote": "ancienne"}, name="suivre_ancienne"),
    path("changement-d-adresse/", identifiants.confirmer_ancienne, name="confirmer_ancienne"),
    path("mes-identifiants/second-facteur/", second_facteur.protection, name="protection"),
    path("mes-identifiants/second-facteur/installer/", second_facteur.installer_second_facteur,
         name="installer_second_facteur"),
    path("mes-identifiants/second-facteur/abandonner/", second_facteur.abandonner_second_facteur,
         name="abandonner_second_facteur"),
    path("mes-identifiants/second-facteur/codes/", second_facteur.renouveler_codes, name="renouveler_codes"),
    path("mes-identifiants/second-facteur/retirer/", second_facteur.retirer_le_mien, name="retirer_le_mien"),
    path("mes-identifiants/appareils/", appareils.appareils, name="appareils"),
    path("mes-identifiants/appareils/fermer/", appareils.fermer, name="fermer_session"),
    path("mes-identifiants/appareils/fermer-les-autres/", appareils.fermer_les_autres, name="fermer_les_autres"),
    path("mes-identifiants/appareils/confiance/", appareils.retirer_confiance, name="retirer_confiance"),
    path("second-facteur/", second_facteur.second_facteur, name="second_facteur"),
    path("second-facteur/secours/", second_facteur.code_de_secours, name="code_de_secours"),
    path("second-facteur/preparer/", second_facteur.preparer_second_facteur, name="preparer_second_facteur"),
]  # fmt: skip
