"""Background work. Tasks get ids only and are safe to run twice, at once, or after a kill."""

from reservations.pointage.models import Tirage
from reservations.pointage.services import tirages


def imprimer(tirage_id: int) -> None:
    """Print a list that somebody waits for; gone with its activity, there is nothing to do."""
    tirage = Tirage.objects.select_related("activite", "par").filter(pk=tirage_id).first()
    if tirage is not None:
        tirages.imprimer(tirage)
