from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"
