"""The price of one thing, from a grid and a quotient. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from decimal import Decimal


class GrilleInvalide(ValueError):
    """The grid has a hole, an overlap, a negative price or no last bracket."""


@dataclass(frozen=True)
class Bareme:
    """Brackets in ascending order: (upper bound, price); the last bound is None (no limit)."""

    tranches: tuple[tuple[Decimal | None, Decimal], ...]
    borne_haute_comprise: bool = True

    def __post_init__(self):
        if not self.tranches or self.tranches[-1][0] is not None:
            raise GrilleInvalide("the last bracket must have no upper bound")
        bornes = [borne for borne, _ in self.tranches[:-1]]
        if None in bornes or any(a >= b for a, b in zip(bornes, bornes[1:], strict=False)):
            raise GrilleInvalide("upper bounds must rise")
        if any(prix < 0 for _, prix in self.tranches):
            raise GrilleInvalide("a price is negative")


@dataclass(frozen=True)
class Prix:
    """A unit price in euros and what made it: the bracket (``de`` to ``a``, None without limit), the quotient."""

    montant: Decimal
    quotient: Decimal | None
    de: Decimal | None
    a: Decimal | None
    borne_haute_comprise: bool = True


def tarifer(bareme: Bareme, quotient: Decimal | None) -> Prix:
    """Give the price for ``quotient``; without a quotient (None), the highest price of the grid."""
    if quotient is None:
        rang = max(range(len(bareme.tranches)), key=lambda i: (bareme.tranches[i][1], i))
    else:
        rang = next(
            i
            for i, (borne, _) in enumerate(bareme.tranches)
            if borne is None or quotient < borne or (quotient == borne and bareme.borne_haute_comprise)
        )
    de = bareme.tranches[rang - 1][0] if rang else None
    a, montant = bareme.tranches[rang]
    return Prix(montant, quotient, de, a, borne_haute_comprise=bareme.borne_haute_comprise)
