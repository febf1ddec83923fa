"""Bookings, absences, closings."""

from reservations.planning.models.fermetures import Fermeture, OperationDeFermeture, ReservationFermee
from reservations.planning.models.reservations import (
    MOTIF_MAX,
    Absence,
    Brouillon,
    DecisionAbsence,
    DemandeReservation,
    LigneDemande,
    Prise,
    RefusHabituel,
    Reservation,
    SemaineHabituelle,
)
from reservations.planning.models.suites import ReservationSuivie

__all__ = [
    "Absence",
    "Brouillon",
    "DecisionAbsence",
    "DemandeReservation",
    "Fermeture",
    "LigneDemande",
    "MOTIF_MAX",
    "OperationDeFermeture",
    "Prise",
    "RefusHabituel",
    "Reservation",
    "ReservationFermee",
    "ReservationSuivie",
    "SemaineHabituelle",
]
