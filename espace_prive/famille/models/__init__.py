"""Families, in rooms: who lives where and who is what to whom, what sets prices, how the file is checked each year."""

from espace_prive.famille.models.foyers import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    Rattachement,
    Responsable,
    Scolarite,
    SortieScolaire,
)
from espace_prive.famille.models.quotients import Allocataire, QuotientFamilial
from espace_prive.famille.models.rubriques import Confirmation, RegleDeRubrique

__all__ = [
    "Allocataire",
    "Appartenance",
    "Confirmation",
    "Enfant",
    "Foyer",
    "LienParental",
    "Payeur",
    "QuotientFamilial",
    "Rattachement",
    "RegleDeRubrique",
    "Responsable",
    "Scolarite",
    "SortieScolaire",
]
