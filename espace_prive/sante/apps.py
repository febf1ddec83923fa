from django.apps import AppConfig


class SanteConfig(AppConfig):
    name = "espace_prive.sante"
    label = "sante"
    verbose_name = "santé"
