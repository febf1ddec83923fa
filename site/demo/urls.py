from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.identifiants, name="identifiants"),
    path("courriels/", views.courriels, name="courriels"),
    path("courriels/<int:pk>/", views.courriel, name="courriel"),
]
