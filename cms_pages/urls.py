from django.urls import path

from cms_pages import views
from cms_pages.menus import views as menus

app_name = "site"
urlpatterns = [
    path("recherche/", views.recherche, name="recherche"),
    path("actualites.atom", views.flux, name="flux"),
    path("menus.ics", menus.calendrier_ics, name="menus_ics"),
    path("menus.json", menus.donnees_json, name="menus_json"),
    path("menus.pdf", menus.feuille, name="menus_pdf"),
]
