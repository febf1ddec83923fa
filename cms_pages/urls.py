from django.urls import path

from cms_pages import views

app_name = "site"
urlpatterns = [
    path("recherche/", views.recherche, name="recherche"),
    path("actualites.atom", views.flux, name="flux"),
]
