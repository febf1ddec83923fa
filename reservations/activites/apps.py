from django.apps import AppConfig


class ActivitesConfig(AppConfig):
    name = "reservations.activites"
    label = "activites"
    verbose_name = "activités"
