"""What the domains above ask of a child who is added to a file, and do at once: its registrations.

They register here; the pages that create a child show their fields beside its name and its school.
"""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Arrivee:
    """``champs()`` gives the fields to ask, by name; ``faire(enfant, foyer, donnees, *, par)`` does what they say.

    It runs in the transaction that creates the child. It raises Refus, whose ``champ`` names the field, or nothing.
    """

    cle: str
    champs: Callable[[], dict]
    faire: Callable


ARRIVEES: Registry[Arrivee] = Registry("famille.arrivees", "An Arrivee: what is asked and done with a new child.")


def champs() -> dict:
    """Every field of every Arrivee, by name: read once a page, copied into the form of each child."""
    return {nom: champ for arrivee in ARRIVEES for nom, champ in arrivee.champs().items()}


def faire(enfant, foyer, donnees, *, par) -> None:
    for arrivee in ARRIVEES:
        arrivee.faire(enfant, foyer, donnees, par=par)
