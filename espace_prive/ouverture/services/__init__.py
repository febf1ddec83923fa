"""The only writers of keys, of invitations, of requests without a key, and of what is sent to many."""

from espace_prive.ouverture.services.cles import (
    ajouter_cle,
    cle_de,
    consommer_cle,
    emettre_cle,
    trouver_cle,
)
from espace_prive.ouverture.services.demandes import (
    accepter,
    corriger_courriel,
    deposer,
    foyers_connus,
    proposer,
    refuser,
)
from espace_prive.ouverture.services.envois import (
    a_relancer,
    avancer,
    cles_condamnees,
    lancer,
    lettres_de,
    relancer,
    reprendre,
)
from espace_prive.ouverture.services.espace import (
    IDENTIFIANT_PRIS,
    corriger_adresse_d_activation,
    creer_espace,
    liberer_compte,
    preuves,
    verifier_cle,
    verifier_libres,
)
from espace_prive.ouverture.services.invitations import accepter_invitation, inviter, lire_invitation
from espace_prive.ouverture.services.menage import purger
from espace_prive.ouverture.services.super_usager import commencer, terminer, trouver

__all__ = [
    "IDENTIFIANT_PRIS",
    "a_relancer",
    "accepter",
    "accepter_invitation",
    "ajouter_cle",
    "avancer",
    "cle_de",
    "cles_condamnees",
    "commencer",
    "consommer_cle",
    "corriger_adresse_d_activation",
    "corriger_courriel",
    "creer_espace",
    "deposer",
    "emettre_cle",
    "inviter",
    "lancer",
    "lettres_de",
    "liberer_compte",
    "lire_invitation",
    "foyers_connus",
    "preuves",
    "proposer",
    "purger",
    "refuser",
    "relancer",
    "reprendre",
    "terminer",
    "trouver",
    "trouver_cle",
    "verifier_cle",
    "verifier_libres",
]
