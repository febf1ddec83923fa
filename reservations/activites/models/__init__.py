"""What the town offers, and who is registered."""

from reservations.activites.models.activites import (
    Activite,
    Capacite,
    Creneau,
    Formule,
    Groupe,
    PeriodeReservation,
    RegleDelai,
    Unite,
    jours_d_ecole,
)
from reservations.activites.models.inscriptions import ChangementDInscription, Inscription

__all__ = [
    "Activite",
    "Capacite",
    "ChangementDInscription",
    "Creneau",
    "Formule",
    "Groupe",
    "Inscription",
    "PeriodeReservation",
    "RegleDelai",
    "Unite",
    "jours_d_ecole",
]
