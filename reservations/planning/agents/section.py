"""What the family file of the agents shows of what is booked ahead."""

from common import clock
from espace_prive.famille.acces.portee import ecartes
from espace_prive.famille.extensions import Section
from reservations.activites.phrases import nommer
from reservations.planning.models import Reservation

PROCHAINES = 10


def contexte(dossier, utilisateur) -> dict:
    """Give the next bookings that the household pays, to who keeps the lists of the day."""
    if not utilisateur.has_perm("activites.consulter_effectifs"):
        return {"ferme": True}
    siennes = Reservation.objects.vivantes().filter(payeur__foyer=dossier.foyer, date__gte=clock.aujourdhui())
    siennes = siennes.exclude(enfant__in=ecartes(utilisateur)).select_related("enfant", "formule__activite", "lieu")
    lues = list(siennes.order_by("date", "enfant", "pk")[: PROCHAINES + 1])
    for reservation in lues:
        reservation.quoi = nommer(reservation.formule)
    return {"prochaines": lues[:PROCHAINES], "suite": len(lues) > PROCHAINES}


SECTION = Section(
    cle="reservations", titre="Réservations", gabarit="reservations/agents/_section.html", contexte=contexte
)
