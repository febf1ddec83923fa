from django.urls import path

from cms_pages import views

app_name = "site"
urlpatterns = [path("", views.recherche, name="recherche")]
