"""Who usually comes, on which days, and when it is the evening before. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, time
from typing import NamedTuple

SEMAINES, VENUES = 4, 3


class Pris(NamedTuple):
    """What a child had on a day: of which week (its Monday), which formule, with which planned hours."""

    lundi: date
    rang: int
    formule: int
    arrivee: time | None = None
    depart: time | None = None


def vient_d_habitude(ouvertes: Iterable[date], venues: Collection[date], *, avant: date) -> bool:
    """Tell whether a child came in three of the last four open weeks (their Mondays) before one."""
    dernieres = sorted(lundi for lundi in ouvertes if lundi < avant)[-SEMAINES:]
    return sum(lundi in venues for lundi in dernieres) >= VENUES


def jours_habituels(pris: Iterable[Pris]) -> dict[int, list[tuple]]:
    """Give what a child takes by day of the week (0 for Monday): (formule, arrival, departure), the usual one first.

    A day is usual when it was taken in at least half of the last four weeks in which the child came.
    """
    pris = sorted(pris)
    lundis = sorted({p.lundi for p in pris})[-SEMAINES:]
    comptes, heures = Counter(), {}
    for p in pris:
        if p.lundi in lundis:
            comptes[p.rang, p.formule] += 1
            heures[p.rang, p.formule] = (p.arrivee, p.depart)
    jours: dict[int, list[tuple]] = {}
    for (rang, formule), combien in sorted(comptes.items(), key=lambda c: (-c[1], c[0])):
        if 2 * combien >= len(lundis):
            jours.setdefault(rang, []).append((formule, *heures[rang, formule]))
    return jours
