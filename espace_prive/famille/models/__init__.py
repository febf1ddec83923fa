"""Families, in rooms: who lives where (foyers), whose day it is (garde)."""

from espace_prive.famille.models.foyers import (
    Appartenance,
    CleEnfance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    QuotientFamilial,
    Rattachement,
    Responsable,
    Scolarite,
)
from espace_prive.famille.models.garde import PeriodeDeGarde, RythmeDeGarde

__all__ = [
    "Appartenance",
    "CleEnfance",
    "Enfant",
    "Foyer",
    "LienParental",
    "Payeur",
    "PeriodeDeGarde",
    "QuotientFamilial",
    "Rattachement",
    "Responsable",
    "RythmeDeGarde",
    "Scolarite",
]
