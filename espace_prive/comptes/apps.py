from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "espace_prive.comptes"
    label = "comptes"
    verbose_name = "comptes"
