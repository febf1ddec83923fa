from django.urls import path

from factures.paiements import views

app_name = "paiements"
urlpatterns = [
    path("payer/<int:facture_pk>/", views.payer, name="payer"),
    path("retour/<slug:reference>/<slug:issue>/", views.retour, name="retour"),
    path("paybox/notification/", views.notification, name="notification"),
]
