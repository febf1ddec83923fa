from django.urls import path

from cms_pages import views
from cms_pages.menus import views as views_menus

app_name = "site"
urlpatterns = [
    path("recherche/", views.recherche, name="recherche"),
    path("actualites.atom", views.flux, name="flux"),
    path("menus.ics", views_menus.calendrier_ics, name="menus_ics"),
    path("menus.json", views_menus.donnees_json, name="menus_json"),
    path("menus.pdf", views_menus.feuille, name="menus_pdf"),
]
