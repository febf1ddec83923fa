from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "factures.paiements"
    label = "paiements"
    verbose_name = "paiements"
