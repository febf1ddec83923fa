"""What a surcharge comes to. Pure."""

from decimal import Decimal

from common.money import ZERO, arrondir


def majorer(forme: str, valeur: Decimal, base: Decimal, *, offerte: bool = False) -> Decimal:
    """Give what is added to ``base``, the whole price of what is surcharged: an amount, or a percentage of it."""
    if offerte:
        return ZERO
    return arrondir(base * valeur / 100) if forme == "pourcent" else valeur
