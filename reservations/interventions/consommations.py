"""What the service changed of bookings, as the billing journal asks it."""

from reservations.interventions.enums import ResultatIntervention
from reservations.interventions.models import LigneIntervention
from reservations.planning.extensions import Decision


def decisions(regie, au, payeurs=None) -> list[Decision]:
    """Give every change of the bookings until ``au``; numbered down from -1, since absences count up from 1."""
    lignes = LigneIntervention.objects.filter(
        resultat=ResultatIntervention.FAITE, reservation__formule__activite__regie=regie, reservation__date__lte=au
    )
    if payeurs is not None:
        lignes = lignes.filter(reservation__payeur__in=payeurs)
    colonnes = ("reservation_id", "pk", "intervention__le", "phrase")
    return [Decision(r, -pk, le, phrase) for r, pk, le, phrase in lignes.order_by("pk").values_list(*colonnes)]
