"""What the domains above tie to a child's home (registrations, bookings): they register here, the file knows none.

A home that a child leaves may still pay for what is ahead. The file asks what, shows it, and ends it on demand.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """``decrire(enfant, foyer, apres, sauf_depuis)`` says in French what is paid after that day; ``arreter`` ends it.

    ``arreter(enfant, foyer, *, apres, motif, par, sauf_depuis)`` runs in the caller's transaction, which holds the
    child's row, and journals. ``foyer`` is None for what third parties pay. Both leave alone what begins from
    ``sauf_depuis`` on, when it is said. ``enfants(apres)`` gives the ids of the children for whom something goes on
    after that day, to find at once who is concerned in a whole town.
    """

    cle: str
    decrire: Callable
    arreter: Callable
    enfants: Callable | None = None


ENGAGEMENTS: Registry[Engagement] = Registry("famille.engagements", "An Engagement: what is ahead for a child.")


def decrire(enfant, foyer, apres, sauf_depuis=None) -> list[str]:
    """What ``foyer`` still pays for the child after ``apres``; empty when nothing."""
    return [phrase for e in ENGAGEMENTS for phrase in e.decrire(enfant, foyer, apres, sauf_depuis)]


def enfants(apres) -> Q:
    """The condition on children for whom something goes on after that day."""
    condition = Q(pk__in=())
    for engagement in ENGAGEMENTS:
        if engagement.enfants:
            condition |= Q(pk__in=engagement.enfants(apres))
    return condition


def arreter(enfant, foyer, *, apres, motif, par, sauf_depuis=None) -> None:
    for engagement in ENGAGEMENTS:
        engagement.arreter(enfant, foyer, apres=apres, motif=motif, par=par, sauf_depuis=sauf_depuis)
