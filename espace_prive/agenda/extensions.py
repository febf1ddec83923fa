"""What the agenda shows beside the booked days: each domain above registers a reader of its own (``apps.py``)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class EntreeDAgenda:
    """One thing that has its day and is no booking: an appointment, the last day to answer, a change of home.

    ``debut`` and ``fin``: aware instants, or None when it takes the whole day. ``uid`` never changes for the same
    thing. ``enfant``: the id of the child it is about, None for the family. ``url``: a path of the portal. Words that
    a telephone may show to whoever looks over a shoulder: the feed carries them, so nothing of health.
    """

    uid: str
    jour: date
    titre: str
    debut: datetime | None = None
    fin: datetime | None = None
    texte: str = ""
    lieu: str = ""
    url: str = ""
    enfant: int | None = None


# source(moi, du, au) -> Iterable[EntreeDAgenda]; ``moi`` is the Perimetre of whoever looks, both days are included.
EVENEMENTS: Registry[Callable[..., Iterable[EntreeDAgenda]]] = Registry(
    "agenda.evenements",
    "source(moi, du, au) gives the EntreeDAgenda of whoever looks between two days, in a fixed number of statements.",
)
