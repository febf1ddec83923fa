from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "reservations.interventions"
    label = "interventions"
    verbose_name = "corrections de réservations"

    def ready(self):
        """What the service changed of a booking is a decision for the bill; the family file leads there."""
        from espace_prive.famille.extensions import GESTES
        from reservations.interventions.agents.gestes import gestes
        from reservations.interventions.consommations import decisions
        from reservations.planning.extensions import DECISIONS

        DECISIONS.register(decisions)
        GESTES.register(gestes, order=30)
