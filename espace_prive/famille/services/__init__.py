"""The only writers of families."""

from espace_prive.famille.services.cles import (
    cle_de,
    consommer_cle,
    emettre_cle,
    trouver_cle,
)
from espace_prive.famille.services.espace import creer_espace, verifier_cle
from espace_prive.famille.services.foyers import (
    ajouter_enfant,
    ajouter_responsable,
    creer_foyer,
    lier,
    modifier,
    noter_consultation,
    rattacher,
    reprendre_adresse,
    scolariser,
)
from espace_prive.famille.services.quotients import enregistrer_quotient

__all__ = [
    "ajouter_enfant",
    "ajouter_responsable",
    "cle_de",
    "consommer_cle",
    "creer_espace",
    "creer_foyer",
    "emettre_cle",
    "enregistrer_quotient",
    "lier",
    "modifier",
    "noter_consultation",
    "rattacher",
    "reprendre_adresse",
    "scolariser",
    "trouver_cle",
    "verifier_cle",
]
