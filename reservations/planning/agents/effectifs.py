"""Who comes next: the counts that the home of the agents shows. Reads only; the lists are in ``pointage``."""

from datetime import date, timedelta

from django.db.models import Count

from reservations.activites.services.places import calendrier, est_ouverte
from reservations.planning.models import Reservation


def prochain_jour(activite, apres: date) -> date:
    """Give the next day on which the activity runs, by its calendar."""
    jour, connu = apres, calendrier()
    for _ in range(90):
        jour += timedelta(days=1)
        if est_ouverte(activite, jour, connu):
            return jour
    return apres + timedelta(days=1)


def prevus(activite, jour: date, *, lieux=None, sauf=()) -> list[tuple[str, int]]:
    """Count who comes on a day, by site: one statement."""
    reservations = (
        Reservation.objects.vivantes().filter(formule__activite=activite, date=jour).exclude(enfant__in=sauf)
    )
    if lieux is not None:
        reservations = reservations.filter(lieu__in=lieux)
    return list(reservations.order_by("lieu__tri").values_list("lieu__nom").annotate(nombre=Count("pk")))
