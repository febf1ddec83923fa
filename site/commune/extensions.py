"""What the domains above do when the town changes its calendar, and what they still wait for (``common.registry``)."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True)
class SuiteDUnJourChome:
    """What follows from days (dates) that become off, or are worked after all.

    ``annoncer_chomes(days)`` and ``annoncer_travailles(days)`` say it in sentences and write nothing;
    ``fermer(days, motif=, par=)`` and ``rouvrir(days, par=)`` do it, in the transaction that writes the calendar.
    """

    annoncer_chomes: Callable
    fermer: Callable
    annoncer_travailles: Callable
    rouvrir: Callable


JOURS_CHOMES: Registry[SuiteDUnJourChome] = Registry(
    "commune.jours_chomes", "A SuiteDUnJourChome: what a day off of the whole town closes, and opens again."
)

# manques() says in sentences what the town still has to set before families can use the domain; nothing when all is.
RESTE_A_REGLER: Registry[Callable] = Registry(
    "commune.reste_a_regler", "manques() says what the town still has to set: sentences, each with where."
)
