from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"

    def ready(self):
        """A home that a child leaves has nothing booked beyond."""
        from espace_prive.famille import engagements
        from reservations.planning.services.departs import ENGAGEMENT

        engagements.ajouter(ENGAGEMENT)
