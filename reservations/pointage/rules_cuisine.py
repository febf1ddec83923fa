"""What a kitchen prepares: counts by diet, an order and what differs from it since. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

STANDARD, PANIER = "standard", "panier"


def regime_compte(regime: str | None, panier: bool | None) -> str:
    """Give the diet under which a child is counted; a care plan's basket stands in for the meal."""
    return PANIER if panier else regime or STANDARD


def ecarts(avant: Mapping[str, int], apres: Mapping[str, int]) -> dict[str, int]:
    """Give what differs, by diet: more is positive; nothing where nothing changed."""
    return {r: n for r in sorted({*avant, *apres}) if (n := apres.get(r, 0) - avant.get(r, 0))}


@dataclass
class Couverts:
    """One place on one day: what is booked, by diet; what was ordered; who came."""

    lieu: int
    nom: str
    reserves: Counter = field(default_factory=Counter)
    # None: no order was frozen.
    commandes: Mapping[str, int] | None = None
    figee_le: object = None
    # None: nothing was noted.
    presents: int | None = None

    @property
    def total(self) -> int:
        return sum(self.reserves.values())

    @property
    def total_commande(self) -> int:
        return sum((self.commandes or {}).values())

    @property
    def ecarts(self) -> dict[str, int]:
        return {} if self.commandes is None else ecarts(self.commandes, self.reserves)
