"""Reading bookings."""

from django.db import models

from reservations.planning.enums import EffetAbsence, EtatReservation


class ReservationQuerySet(models.QuerySet):
    def vivantes(self):
        return self.filter(etat=EtatReservation.CONFIRMEE)

    def a_facturer(self, *, regie, du, au):
        """Keep what the régie bills between two dates (included): confirmed, minus the absences that cost nothing."""
        return (
            self.vivantes()
            .filter(formule__activite__regie=regie, date__range=(du, au))
            .exclude(absence__effet=EffetAbsence.NON_FACTUREE)
        )
