"""What the facts of a day say together: one state a child and moment; what is billed of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

PRESENT, PARTI, ABSENT, MALADE = "present", "parti", "absent", "malade"


@dataclass(frozen=True)
class EtatPointe:
    """Where a child stands: came, left, or did not come; its real hours."""

    fait: str
    arrivee: time | None = None
    depart: time | None = None

    @property
    def venu(self) -> bool:
        return self.fait in (PRESENT, PARTI)


def etat(faits: Iterable[tuple[str, time | None, time | None]]) -> EtatPointe | None:
    """Fold facts (what, arrival, departure), from the first to the last, those taken back left out.

    An arrival noted by one and a departure by another are one presence; who comes back is no more gone.
    """
    connu = None
    for fait, arrivee, depart in faits:
        if fait in (ABSENT, MALADE):
            connu = EtatPointe(fait)
            continue
        avant = connu if connu and connu.venu else EtatPointe(fait)
        parti = depart if depart or fait == PARTI else None
        connu = EtatPointe(PARTI if parti or fait == PARTI else PRESENT, arrivee or avant.arrivee, parti)
    return connu


class Vendue(NamedTuple):
    """A formule, as the presences of a day are shared out between them."""

    pk: int
    unites: frozenset[int]


def formules_de(presentes: frozenset[int], vendues: Iterable[Vendue]) -> list[int]:
    """Give the formules that bill these moments: the widest that hold only some of them, each moment once."""
    restent, choisies = set(presentes), []
    for vendue in sorted(vendues, key=lambda v: (-len(v.unites), v.pk)):
        if vendue.unites and vendue.unites <= restent:
            choisies.append(vendue.pk)
            restent -= vendue.unites
    return choisies


def en_retard(depart: time | None, fin: time | None) -> bool:
    """Tell whether the child was fetched after the end."""
    return depart is not None and fin is not None and depart > fin
