"""What became of the bookings of a registration that changed."""

from django.db import models

from commune.models import Lieu
from espace_prive.famille.models import Payeur
from reservations.activites.models import ChangementDInscription
from reservations.planning.enums import SuiteDeReservation
from reservations.planning.models.reservations import Reservation


class ReservationSuivie(models.Model):
    """One booking that a change of its registration moved, cancelled or left: what it was, what undoing gave."""

    changement = models.ForeignKey(ChangementDInscription, on_delete=models.CASCADE, related_name="reservations")
    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="changements")
    suite = models.CharField("suite", max_length=10, choices=SuiteDeReservation)
    phrase = models.CharField(max_length=300, blank=True)
    lieu_avant = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+")
    payeur_avant = models.ForeignKey(Payeur, on_delete=models.CASCADE, related_name="+")
    # Why it is not as before, once the change is undone.
    phrase_du_retour = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "réservation qui suit une inscription"
        verbose_name_plural = "réservations qui suivent une inscription"
        constraints = [
            models.UniqueConstraint(fields=["changement", "reservation"], name="reservation_suivie_unique"),
        ]

    def __str__(self):
        return f"{self.reservation} : {self.get_suite_display()}"
