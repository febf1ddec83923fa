"""The only writers of bookings, absences and closings."""

from reservations.planning.services.absences import TYPE_ABSENCE, signaler_absences
from reservations.planning.services.avis import (
    a_prevenir,
    avec_l_autre_foyer,
    prevenir_fermeture,
    prevenir_reouverture,
    sans_courriel,
)
from reservations.planning.services.confirmations import dire_jusque_quand, lettre_de_confirmation, lignes_acceptees
from reservations.planning.services.decisions import decider, issues, revenir, version
from reservations.planning.services.effets import consequences
from reservations.planning.services.fermetures import (
    AFermer,
    Ou,
    etudier_fermeture,
    fermer,
    montant,
    publics_de,
)
from reservations.planning.services.justificatifs import (
    attend_un_document,
    effet_reprise,
    justifier,
    refuser_reprise,
    reprendre,
)
from reservations.planning.services.reouvertures import etudier_reouverture, refus_de_rouvrir, rouvrir
from reservations.planning.services.reserver import (
    TYPE_RESERVATION,
    ReponseALaDemande,
    Souhait,
    empreinte,
    enregistrer_demande,
    etudier,
    montant_montre,
    montant_total,
)

__all__ = [
    "AFermer",
    "Ou",
    "ReponseALaDemande",
    "Souhait",
    "TYPE_ABSENCE",
    "TYPE_RESERVATION",
    "a_prevenir",
    "avec_l_autre_foyer",
    "attend_un_document",
    "consequences",
    "decider",
    "dire_jusque_quand",
    "effet_reprise",
    "empreinte",
    "enregistrer_demande",
    "etudier",
    "etudier_fermeture",
    "etudier_reouverture",
    "fermer",
    "issues",
    "justifier",
    "lettre_de_confirmation",
    "lignes_acceptees",
    "montant",
    "montant_montre",
    "montant_total",
    "prevenir_fermeture",
    "prevenir_reouverture",
    "publics_de",
    "refus_de_rouvrir",
    "refuser_reprise",
    "reprendre",
    "revenir",
    "rouvrir",
    "sans_courriel",
    "signaler_absences",
    "version",
]
