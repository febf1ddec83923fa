"""The only writers of the waiting lists."""

from reservations.attente.services.avis import adultes_de, prevenir
from reservations.attente.services.demander import ReponseDAttente, Voulue, demander, laisser, refuser
from reservations.attente.services.menage import effacer
from reservations.attente.services.offrir import a_traiter, demander_de_passer, passer, traiter
from reservations.attente.services.repondre import accepter, demandee, numero_de

__all__ = [
    "ReponseDAttente",
    "Voulue",
    "a_traiter",
    "accepter",
    "adultes_de",
    "demandee",
    "demander",
    "demander_de_passer",
    "effacer",
    "laisser",
    "numero_de",
    "passer",
    "prevenir",
    "refuser",
    "traiter",
]
