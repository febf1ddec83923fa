from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"

    def ready(self):
        """A home that a child leaves has nothing booked beyond; who books is here."""
        from espace_prive.famille import engagements
        from espace_prive.famille.services.conservation import PRESENCES
        from espace_prive.ouverture.middleware import BROUILLONS
        from reservations.planning.brouillon import CLE
        from reservations.planning.services.departs import ENGAGEMENT, reservations_depuis

        engagements.ajouter(ENGAGEMENT)
        PRESENCES.append(reservations_depuis)
        BROUILLONS.add(CLE)
