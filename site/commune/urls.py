from django.urls import path

from commune import views

app_name = "commune"
urlpatterns = [
    path("couleurs/<slug:accent>.css", views.couleurs, name="couleurs"),
    path("feuille/<slug:version>/couleurs/<slug:accent>.css", views.feuille, name="feuille"),
]
