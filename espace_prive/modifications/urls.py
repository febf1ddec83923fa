from django.urls import path

from espace_prive.modifications import views

app_name = "modifications"
urlpatterns = [
    path("famille/", views.ma_famille, name="ma_famille"),
    path("famille/entourage/", views.entourage, name="entourage"),
    path("famille/confirmer/", views.confirmer, name="confirmer"),
    path("enfants/<int:pk>/dossier/", views.enfant, name="enfant"),
    path("enfants/<int:pk>/pai/", views.pai, name="pai"),
    path("dossier/demandes/<uuid:numero>/", views.demande, name="demande"),
    path("dossier/<slug:genre>/<int:pk>/", views.changer, name="changer"),
]
