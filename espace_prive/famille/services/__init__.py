"""The only writers of families."""

from espace_prive.famille.services.creations import AdulteVoulu, EnfantVoulu, arriver, creer_famille, naitre
from espace_prive.famille.services.foyers import (
    accueillir,
    ajouter_enfant,
    ajouter_responsable,
    creer_foyer,
    lier,
    meme_enfant,
    modifier,
    modifier_enfant,
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
from espace_prive.famille.services.versions import ENTRE_TEMPS

__all__ = [
    "ENTRE_TEMPS",
    "AdulteVoulu",
    "EnfantVoulu",
    "accueillir",
    "ajouter_enfant",
    "ajouter_lien",
    "ajouter_responsable",
    "arriver",
    "corriger_lien",
    "creer_famille",
    "creer_foyer",
    "effacer_lien",
    "enregistrer_quotient",
    "lier",
    "meme_enfant",
    "modifier",
    "modifier_enfant",
    "naitre",
    "rattacher",
    "rejoindre",
    "reprendre_adresse",
    "restreindre",
    "scolariser",
    "terminer_appartenance",
    "terminer_lien",
    "terminer_rattachement",
    "version_de",
]
