"""The only writers of families."""

from espace_prive.famille.services.cles import (
    ajouter_cle,
    cle_de,
    consommer_cle,
    emettre_cle,
    trouver_cle,
)
from espace_prive.famille.services.espace import (
    IDENTIFIANT_PRIS,
    creer_espace,
    liberer_compte,
    verifier_cle,
    verifier_libres,
)
from espace_prive.famille.services.foyers import (
    ENTRE_TEMPS,
    ajouter_enfant,
    ajouter_responsable,
    creer_foyer,
    lier,
    meme_enfant,
    modifier,
    noter_consultation,
    rattacher,
    reprendre_adresse,
    scolariser,
)
from espace_prive.famille.services.liens import (
    ajouter_lien,
    corriger_lien,
    effacer_lien,
    rejoindre,
    restreindre,
    terminer_appartenance,
    terminer_lien,
    terminer_rattachement,
)
from espace_prive.famille.services.quotients import enregistrer_quotient, version_de

__all__ = [
    "IDENTIFIANT_PRIS",
    "ajouter_cle",
    "ENTRE_TEMPS",
    "ajouter_enfant",
    "ajouter_lien",
    "ajouter_responsable",
    "cle_de",
    "consommer_cle",
    "corriger_lien",
    "creer_espace",
    "creer_foyer",
    "effacer_lien",
    "emettre_cle",
    "enregistrer_quotient",
    "liberer_compte",
    "lier",
    "meme_enfant",
    "modifier",
    "noter_consultation",
    "rattacher",
    "rejoindre",
    "reprendre_adresse",
    "restreindre",
    "scolariser",
    "terminer_appartenance",
    "terminer_lien",
    "terminer_rattachement",
    "trouver_cle",
    "verifier_cle",
    "verifier_libres",
    "version_de",
]
