from django.urls import path

from factures.facturation import views

app_name = "facturation"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("estimation/", views.estimation, name="estimation"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/facture.pdf", views.telecharger, name="pdf"),
]
