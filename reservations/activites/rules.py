"""Pure rules of activities: until when a day can still be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Delai:
    """A deadline as the règlement writes it: ``valeur`` days before the day, at ``heure``, town time.

    ``ouvres`` counts working days (Monday to Friday, public holidays left out; the day itself does not count),
    else calendar days. ``session`` counts calendar days from the first working day of the school holidays that hold
    the day: one deadline for a whole session.
    """

    valeur: int
    heure: time
    ouvres: bool = True
    session: bool = False


def limite(
    jour: date,
    delai: Delai,
    *,
    ouvres_avant: Callable[[date, int], date],
    fuseau: tzinfo,
    debut_de_session: Callable[[date], date] | None = None,
) -> datetime:
    """The last instant, aware, at which ``jour`` can be changed; the two callables know the calendar.

    The instant itself is too late: at 9:00:00 sharp the meals are ordered.
    """
    if delai.ouvres:
        dernier = ouvres_avant(jour, delai.valeur)
    else:
        depart = debut_de_session(jour) if delai.session else jour
        dernier = depart - timedelta(days=delai.valeur)
    return datetime.combine(dernier, delai.heure, tzinfo=fuseau)
