"""What the domains above do when the town changes its calendar (``common.registry``)."""

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
