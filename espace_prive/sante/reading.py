"""What the pages of meals read of the children's health: the few who have an allergy, and no more than that."""

from collections.abc import Collection
from dataclasses import dataclass

from common.web.memory import remember
from espace_prive.sante.enums import Regime
from espace_prive.sante.models import FicheSanitaire
from espace_prive.sante.rules_allergenes import lire_les_allergenes


@dataclass(frozen=True)
class AllergieConnue:
    """What the file of a child names of the regulation's allergens (codes); ``panier``: it brings its own meal."""

    allergenes: frozenset[str]
    panier: bool


def _declarees() -> frozenset[int]:
    """The children of the town whose file names something: few, and in memory for the pages of all the others."""
    return frozenset(FicheSanitaire.objects.exclude(allergies="").values_list("enfant", flat=True))


def allergies(enfants: Collection[int]) -> dict[int, AllergieConnue]:
    """Give those of these children (ids) whose file names an allergen; no statement for who has none."""
    voulus = set(enfants) & remember("allergies.declarees", _declarees)
    if not voulus:
        return {}
    fiches = FicheSanitaire.objects.filter(enfant__in=voulus).only("enfant", "allergies", "regime", "pai_panier")
    lues = {
        f.enfant_id: AllergieConnue(lire_les_allergenes(f.allergies), f.pai_panier or f.regime == Regime.PANIER)
        for f in fiches
    }
    return {enfant: lue for enfant, lue in lues.items() if lue.allergenes}
