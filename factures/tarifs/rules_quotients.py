"""A quotient worked out from what a family knows: as the CAF does, or from the tax notice. Pure.

These are estimates. What prices a booking is the quotient that the town has recorded, from a certificate.
"""

from decimal import ROUND_HALF_UP, Decimal

MOIS = 12
CENTIME = Decimal("0.01")
DEMI = Decimal("0.5")
PARTS_DES_ADULTES = Decimal(2)  # one adult or two: the CAF counts the same


def parts_caf(enfants: int, dont_handicap: int = 0) -> Decimal:
    """The parts of a household: 2, then 0.5 a child, 1 for the third; 1 for a disabled child.

    The third child already counts 1, so it is the others that a disability raises.
    """
    demies = enfants - (1 if enfants >= 3 else 0)
    parts = PARTS_DES_ADULTES + demies * DEMI + (1 if enfants >= 3 else 0)
    return parts + min(dont_handicap, demies) * DEMI


def quotient_caf(*, revenus_annuels: Decimal, prestations_mensuelles: Decimal, enfants: int, dont_handicap: int = 0):
    """Estimated, in whole euros: (a twelfth of the year's income + the month's benefits) / parts."""
    par_mois = (revenus_annuels + prestations_mensuelles * MOIS) / MOIS
    return (par_mois / parts_caf(enfants, dont_handicap)).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def quotient_fiscal(*, revenu_fiscal: Decimal, parts: Decimal) -> Decimal:
    """The municipal quotient: a twelfth of the reference tax income, divided by the parts, to the cent."""
    return (revenu_fiscal / (MOIS * parts)).quantize(CENTIME, rounding=ROUND_HALF_UP)
