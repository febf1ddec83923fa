from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"

    def ready(self):
        """A home that a child leaves has nothing booked beyond; who books is here; a file shows what is booked."""
        from espace_prive.famille import engagements, sections
        from espace_prive.famille.services.conservation import PRESENCES
        from espace_prive.ouverture.middleware import BROUILLONS
        from reservations.planning.brouillon import CLE
        from reservations.planning.section import SECTION
        from reservations.planning.services.departs import ENGAGEMENT, reservations_depuis

        engagements.ajouter(ENGAGEMENT)
        sections.ajouter(SECTION)
        PRESENCES.append(reservations_depuis)
        BROUILLONS.add(CLE)
