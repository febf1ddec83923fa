"""Families, in rooms: who lives where (foyers), whose day (garde), who helps (entourage), health, how it is kept."""

from espace_prive.famille.models.entourage import Proche
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
from espace_prive.famille.models.sante import Autorisation, FicheSanitaire
from espace_prive.famille.models.tenue import Allocataire, Confirmation, RegleDeRubrique

__all__ = [
    "Allocataire",
    "Appartenance",
    "Autorisation",
    "CleEnfance",
    "Confirmation",
    "Enfant",
    "FicheSanitaire",
    "Foyer",
    "LienParental",
    "Payeur",
    "PeriodeDeGarde",
    "Proche",
    "QuotientFamilial",
    "Rattachement",
    "RegleDeRubrique",
    "Responsable",
    "RythmeDeGarde",
    "Scolarite",
]
