"""The only writers of what the service does to booked days."""

from reservations.interventions.services.avis import prevenir
from reservations.interventions.services.etudes import Etude, Ordre, empreinte
from reservations.interventions.services.interventions import (
    annuler_intervention,
    apercu,
    apercu_du_retour,
    intervenir,
)

__all__ = [
    "Etude",
    "Ordre",
    "annuler_intervention",
    "apercu",
    "apercu_du_retour",
    "empreinte",
    "intervenir",
    "prevenir",
]
