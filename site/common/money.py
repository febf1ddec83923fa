"""Money is Decimal, in euros, to the cent."""

from decimal import ROUND_HALF_UP, Decimal

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")


def arrondir(montant: Decimal) -> Decimal:
    """Round to the cent, half up (the house's default; a grid that rounds otherwise says so itself)."""
    return montant.quantize(CENTIME, rounding=ROUND_HALF_UP)
