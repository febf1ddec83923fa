from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"

    def ready(self):
        """A home that a child leaves has nothing booked beyond; who books is here; a file shows what is booked."""
        from espace_prive.famille.extensions import PRESENCES, SECTIONS
        from espace_prive.famille.extensions.engagements import ENGAGEMENTS
        from reservations.planning.agents.section import SECTION
        from reservations.planning.services.departs import ENGAGEMENT, reservations_depuis

        ENGAGEMENTS.register(ENGAGEMENT, order=20)
        SECTIONS.register(SECTION, order=30)
        PRESENCES.register(reservations_depuis)
