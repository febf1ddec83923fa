"""The only writers of money that comes in. Locks are taken in one order: attempt, invoices, payments."""

from factures.paiements.services.imputations import (
    credit,
    imputer_avoir,
    imputer_credit,
    imputer_credits,
    non_impute,
    reste_du,
    solde,
)
from factures.paiements.services.notifications import constater
from factures.paiements.services.tentatives import formulaire_banque, ouvrir_tentative

__all__ = [
    "constater",
    "credit",
    "formulaire_banque",
    "imputer_avoir",
    "imputer_credit",
    "imputer_credits",
    "non_impute",
    "ouvrir_tentative",
    "reste_du",
    "solde",
]
