from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "espace_prive.agenda"
    label = "agenda"
    verbose_name = "agenda"
