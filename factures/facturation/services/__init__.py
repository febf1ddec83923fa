"""The only writers of invoices: close a month, correct, bill again, tell the families."""

from factures.facturation.services.cloture import apercu, cloturer_lot, lancer_cloture, reprendre_cloture
from factures.facturation.services.correction import corriger, peut_refacturer, refacturer
from factures.facturation.services.courriels import lettre_de_facture

__all__ = [
    "apercu",
    "cloturer_lot",
    "corriger",
    "lancer_cloture",
    "lettre_de_facture",
    "peut_refacturer",
    "refacturer",
    "reprendre_cloture",
]
