from django.urls import path

from espace_prive.accueil import views

app_name = "accueil"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("plus/", views.plus, name="plus"),
    path("toutes-les-demarches/", views.toutes_les_demarches, name="toutes_les_demarches"),
    path("documents/", views.documents, name="documents"),
    path("documents/fiche-famille/<int:pk>/", views.fiche_famille, name="fiche_famille"),
    path("enfants/<int:pk>/", views.enfant, name="enfant"),
    path("inscriptions/<int:pk>/", views.inscription, name="inscription"),
]
