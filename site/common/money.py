"""Money is Decimal, in euros, to the cent; cents as integers exist only at the bank's door."""

from decimal import ROUND_HALF_UP, Decimal

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")


def arrondir(montant: Decimal) -> Decimal:
    """Round to the cent, half up (the house's default; a grid that rounds otherwise says so itself)."""
    return montant.quantize(CENTIME, rounding=ROUND_HALF_UP)


def en_centimes(montant: Decimal) -> int:
    """Raise ValueError when the amount has a fraction of a cent."""
    centimes = montant * 100
    if centimes != int(centimes):
        raise ValueError(f"{montant} is not a whole number of cents")
    return int(centimes)


def depuis_centimes(centimes: int) -> Decimal:
    return Decimal(centimes).scaleb(-2)
