from django.apps import AppConfig


class CommuneConfig(AppConfig):
    name = "commune"
    label = "commune"
    verbose_name = "la commune"
