"""The only writers of bookings, absences and closings."""

from reservations.planning.services.absences import TYPE_ABSENCE, effets, signaler_absences
from reservations.planning.services.commun import confirmer
from reservations.planning.services.fermetures import fermer_jour, prevenir_familles, rouvrir_jour
from reservations.planning.services.reserver import (
    TYPE_RESERVATION,
    Reponse,
    Souhait,
    empreinte,
    enregistrer_demande,
    etudier,
    montant_montre,
    montant_total,
)

__all__ = [
    "TYPE_ABSENCE",
    "TYPE_RESERVATION",
    "Reponse",
    "Souhait",
    "confirmer",
    "effets",
    "empreinte",
    "enregistrer_demande",
    "etudier",
    "fermer_jour",
    "montant_montre",
    "montant_total",
    "prevenir_familles",
    "rouvrir_jour",
    "signaler_absences",
]
