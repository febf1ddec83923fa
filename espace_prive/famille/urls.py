from django.urls import path

from espace_prive.famille import views

app_name = "famille"
urlpatterns = [path("famille/responsable/<int:pk>/", views.responsable, name="responsable")]
