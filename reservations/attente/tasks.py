"""The tasks of the waiting lists: ids only, safe to run twice."""

from reservations.attente import services
from reservations.attente.models import Attente


def passer() -> None:
    """Offer what was just freed."""
    services.passer()


def prevenir(attente_id: int) -> None:
    """Tell the family what became of what it waits for."""
    if attente := Attente.objects.entieres().filter(pk=attente_id).first():
        services.prevenir(attente)
