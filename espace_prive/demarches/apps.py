from django.apps import AppConfig


class DemarchesConfig(AppConfig):
    name = "espace_prive.demarches"
    label = "demarches"
    verbose_name = "démarches"
