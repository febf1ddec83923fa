from django.apps import AppConfig


class TarifsConfig(AppConfig):
    name = "factures.tarifs"
    label = "tarifs"
    verbose_name = "tarifs"
