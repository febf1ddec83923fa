"""What follows a swap of days between two homes (``common.registry``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.registry import Registry
from espace_prive.famille.models import Enfant
from espace_prive.garde.rules import Borne, Sejour


@dataclass(frozen=True)
class ProjetDeSwap:
    """A swap about to be proposed, or accepted. ``de`` and ``a``: the homes (ids).

    ``donnees``: the half-days that ``de`` gives; ``prises``: those that it takes; ``avant`` and ``apres``: the stays.
    """

    enfant: Enfant
    de: int
    a: int
    donnees: tuple[Borne, ...]
    prises: tuple[Borne, ...]
    avant: tuple[Sejour, ...]
    apres: tuple[Sejour, ...]

    @property
    def jours(self) -> list[date]:
        return sorted({b.jour for b in (*self.donnees, *self.prises)})


@dataclass(frozen=True)
class EffetDeSwap:
    """What it does to one thing, in a sentence for one of the homes; ``montant``: added to what that home pays."""

    phrase: str
    montant: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class SuiteDeSwap:
    """What follows a swap, done and undone with it, in the transaction that holds the swap and the child.

    ``annoncer(projet, foyer)`` gives the EffetDeSwap as that home (id) may read them; ``appliquer(projet, *, par)``
    does it and gives what ``defaire(trace, *, par)`` needs, as JSON; this one gives the sentences of what it left.
    """

    cle: str
    annoncer: Callable[..., list[EffetDeSwap]]
    appliquer: Callable[..., list]
    defaire: Callable[..., list[str]]


SUITES: Registry[SuiteDeSwap] = Registry(
    "garde.suites_d_un_swap", "A SuiteDeSwap: what changes hands with the days that two homes swap."
)
