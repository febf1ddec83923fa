"""The only writers of invitations, of requests without a key, and of what is sent to many."""

from espace_prive.ouverture.services.demandes import accepter, corriger_courriel, deposer, proposer, refuser
from espace_prive.ouverture.services.envois import (
    a_relancer,
    avancer,
    cles_condamnees,
    lancer,
    lettres_de,
    relancer,
    reprendre,
)
from espace_prive.ouverture.services.invitations import accepter_invitation, inviter, lire_invitation
from espace_prive.ouverture.services.menage import purger
from espace_prive.ouverture.services.super_usager import commencer, terminer, trouver

__all__ = [
    "accepter",
    "accepter_invitation",
    "a_relancer",
    "avancer",
    "cles_condamnees",
    "commencer",
    "corriger_courriel",
    "deposer",
    "inviter",
    "lancer",
    "lettres_de",
    "lire_invitation",
    "proposer",
    "purger",
    "refuser",
    "relancer",
    "reprendre",
    "terminer",
    "trouver",
]
