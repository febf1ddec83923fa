"""The tasks of corrections: ids only, safe to run twice."""

from reservations.interventions import services
from reservations.interventions.models import Intervention


def prevenir(intervention_id: int) -> None:
    """Tell the families what the service changed of their bookings."""
    services.prevenir(Intervention.objects.select_related("activite").get(pk=intervention_id))
