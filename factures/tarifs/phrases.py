"""Why a price is what it is, in one French sentence: on the planning, the invoice and the grid."""

from decimal import Decimal

from common.money import CENTIME
from common.typo import FINE, INSECABLE
from factures.tarifs.rules import Prix

SANS_QUOTIENT = f"Aucun quotient connu{INSECABLE}: tarif le plus élevé"


def nombre(valeur: Decimal) -> str:
    """Write a quotient or a bound: « 640 », « 500,01 », « 1 000 »."""
    texte = f"{valeur:,.2f}".removesuffix(".00")
    return texte.replace(",", FINE).replace(".", ",")


def tranche(de: Decimal | None, a: Decimal | None, *, borne_haute_comprise: bool = True) -> str:
    """Name a bracket with both its bounds included: « de 500,01 à 1 000 », « jusqu’à 500 », « au-delà de 1 600 »."""
    if de is None and a is None:
        return "unique"
    if borne_haute_comprise:
        if a is None:
            return f"au-delà de {nombre(de)}"
        return f"jusqu’à {nombre(a)}" if de is None else f"de {nombre(de + CENTIME)} à {nombre(a)}"
    if a is None:
        return f"à partir de {nombre(de)}"
    return f"moins de {nombre(a)}" if de is None else f"de {nombre(de)} à {nombre(a - CENTIME)}"


def expliquer(prix: Prix) -> str:
    """Say how the price came about: « Quotient familial 640 : tranche de 500,01 à 1 000 »."""
    if prix.quotient is None:
        return SANS_QUOTIENT
    nom = tranche(prix.de, prix.a, borne_haute_comprise=prix.borne_haute_comprise)
    return f"Quotient familial {nombre(prix.quotient)}{INSECABLE}: tranche {nom}"
