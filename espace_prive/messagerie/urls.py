from django.urls import path

from espace_prive.messagerie import views

app_name = "messagerie"
urlpatterns = [
    path("nous-ecrire/", views.ecrire, name="ecrire"),
    path("nous-ecrire/merci/", views.merci, name="merci"),
]
