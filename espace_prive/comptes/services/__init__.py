"""The only writers of accounts and roles."""

from espace_prive.comptes.services.liens import (
    activer,
    changer_mot_de_passe,
    choisir_mot_de_passe,
    creer_compte,
    demander_activation,
    demander_mot_de_passe,
    envoyer_activation,
    envoyer_mot_de_passe,
    inviter_agent,
    lire_uid,
    supprimer_compte_jamais_active,
)
from espace_prive.comptes.services.roles import ACCES_ADMIN, PERMISSIONS, installer_roles
from espace_prive.comptes.services.second_facteur import (
    appareil_de,
    preparer_second_facteur,
    retirer_second_facteur,
    verifier_second_facteur,
)
from espace_prive.comptes.services.sessions import noter_connexion, reconnaitre

__all__ = [
    "ACCES_ADMIN",
    "PERMISSIONS",
    "activer",
    "appareil_de",
    "changer_mot_de_passe",
    "choisir_mot_de_passe",
    "creer_compte",
    "demander_activation",
    "demander_mot_de_passe",
    "envoyer_activation",
    "envoyer_mot_de_passe",
    "installer_roles",
    "inviter_agent",
    "lire_uid",
    "noter_connexion",
    "preparer_second_facteur",
    "reconnaitre",
    "retirer_second_facteur",
    "supprimer_compte_jamais_active",
    "verifier_second_facteur",
]
