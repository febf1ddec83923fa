from django.apps import AppConfig


class FacturationConfig(AppConfig):
    name = "factures.facturation"
    label = "facturation"
    verbose_name = "facturation"
