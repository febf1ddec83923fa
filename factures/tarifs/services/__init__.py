"""Prices for whole pages and whole months, grids written and versioned, prices tried out."""

from factures.tarifs.rules_saisie import Cellule
from factures.tarifs.services.grilles import FIGEE, apercevoir, creer, modifier, nouvelle_version, supprimer
from factures.tarifs.services.majorations import (
    Majorations,
    ecrire_majoration,
    refuser_changement,
    supprimer_majoration,
)
from factures.tarifs.services.simulation import ActiviteSimulee, LigneSimulee, simuler, simuler_pour
from factures.tarifs.services.tarificateur import Tarif, Tarificateur

__all__ = [
    "ActiviteSimulee",
    "Cellule",
    "FIGEE",
    "LigneSimulee",
    "Majorations",
    "Tarif",
    "Tarificateur",
    "apercevoir",
    "creer",
    "ecrire_majoration",
    "modifier",
    "nouvelle_version",
    "refuser_changement",
    "simuler",
    "simuler_pour",
    "supprimer",
    "supprimer_majoration",
]
