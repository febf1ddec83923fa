"""What a person has to do: each domain registers a reader of its own (``apps.py``), the private home asks them all.

A reader takes the account and its reach, and returns ``Tache`` in a fixed number of statements, whatever the number of
children. No reader, nothing to do: a domain that knows of something and does not register it makes the home lie.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from common.registry import Registry

FACTURE = "facture"


@dataclass(frozen=True, kw_only=True)
class Tache:
    """One thing to do: by when (an aware instant, or a date), what, one button."""

    titre: str
    url: str
    action: str
    icone: str
    texte: str = ""
    echeance: datetime | date | None = None
    montant: Decimal | None = None
    proche: bool = False
    # A child's safety does not wait behind a date.
    d_abord: bool = False
    genre: str = ""
    # Known, and asked from that day on: until then it only says how long all is in order.
    des: date | None = None


# source(acteur, moi) -> Iterable[Tache]; ``moi`` is the Perimetre of whoever looks.
SOURCES: Registry[Callable[..., Iterable[Tache]]] = Registry(
    "common.a_faire", "source(acteur, moi) gives the Tache of whoever looks, in a fixed number of statements."
)


def lire(acteur, moi) -> list[Tache]:
    """What every domain asks of the person, in the order in which they registered."""
    return [tache for source in SOURCES for tache in source(acteur, moi)]


def partager(taches: Iterable[Tache], aujourdhui: date) -> tuple[list[Tache], list[date]]:
    """Give what is to do today, and the days on which something else will be."""
    taches = list(taches)
    demain = [t.des for t in taches if t.des is not None and t.des > aujourdhui]
    return [t for t in taches if t.des is None or t.des <= aujourdhui], demain


def _jour(moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def trier(taches: Iterable[Tache]) -> list[Tache]:
    """Soonest deadline first; without one, last, except a child's safety, which comes first."""
    return sorted(taches, key=lambda t: (not t.d_abord, t.echeance is None, _jour(t.echeance or date.max)))
