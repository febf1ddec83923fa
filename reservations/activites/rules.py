"""Pure rules of activities: until when a day can still be changed, and when its bookings open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from common.words.dates import lundi_de
from commune.calendrier import Calendrier


@dataclass(frozen=True)
class Delai:
    """A deadline as the règlement writes it: so many days before the day, at ``heure``, town time.

    ``forme`` says how the days count (enums.FormeDelai); ``jour_fixe`` (0 for Monday) where it names a day of the
    week. ``jours``, ``formule`` and ``periode`` say what it is for; nothing: for all.
    """

    forme: str
    valeur: int
    heure: time
    jour_fixe: int | None = None
    jours: tuple[int, ...] = ()
    formule: int | None = None
    periode: int | None = None
    offerte: bool = False

    def concerne(self, jour: date, formule: int | None, periode: int | None) -> bool:
        return (
            self.formule in (None, formule)
            and self.periode in (None, periode)
            and (not self.jours or jour.weekday() in self.jours)
        )

    @property
    def precision(self):
        """The greater, the more precise: a period, then a formule, then a day of the week."""
        return self.periode is not None, self.formule is not None, bool(self.jours)


@dataclass(frozen=True)
class Echeance:
    """Until ``limite`` it is possible, from it refused; from ``majoree_des`` on, at a surcharge.

    Aware instants. The instant itself is too late: at 9:00:00 sharp the meals are ordered. ``offerte``: the first
    time of the school year costs the household no surcharge.
    """

    limite: datetime
    majoree_des: datetime | None = None
    offerte: bool = False


def dernier_jour(jour: date, delai: Delai, calendrier: Calendrier, *, debut_de_session: date | None = None) -> date:
    """Give the last day on which ``jour`` can be changed.

    ``debut_de_session``: the first open day of the session that holds ``jour``; by default, the first working day of
    the school holidays.
    """
    n = delai.valeur
    match delai.forme:
        case "ouvres":
            return calendrier.ouvres_avant(jour, n)
        case "ouvrables":
            return calendrier.ouvrables_avant(jour, n)
        case "ecole":
            return calendrier.ecole_avant(jour, n)
        case "francs":
            return jour - timedelta(days=n + 1)
        case "semaine":
            return lundi_de(jour) - timedelta(weeks=n) + timedelta(days=delai.jour_fixe)
        case "dernier":
            recul = (jour.weekday() - delai.jour_fixe) % 7 or 7
            return jour - timedelta(days=recul, weeks=n)
        case "session" | "session_francs":
            premier = debut_de_session or calendrier.debut_de_session(jour)
            return premier - timedelta(days=n + (delai.forme == "session_francs"))
    return jour - timedelta(days=n)


def limite(
    jour: date, delai: Delai, calendrier: Calendrier, *, fuseau: tzinfo, debut_de_session: date | None = None
) -> datetime:
    """The instant from which it is too late for ``jour``; never after that day."""
    dernier = min(dernier_jour(jour, delai, calendrier, debut_de_session=debut_de_session), jour)
    return datetime.combine(dernier, delai.heure, tzinfo=fuseau)


def choisir(delais: Iterable[Delai], jour: date, *, formule=None, periode=None) -> Delai | None:
    """Give the most precise of these deadlines that concerns the day; None when there is none."""
    concernes = [d for d in delais if d.concerne(jour, formule, periode)]
    return max(concernes, key=lambda d: d.precision, default=None)


def echeance(
    jour: date, refus: Sequence[Delai], majorations: Sequence[Delai], calendrier: Calendrier, *, fuseau: tzinfo,
    formule: int | None = None, periode: int | None = None, debut_de_session: date | None = None,
) -> Echeance:  # fmt: skip
    """Judge the rules of one act: those past which it is refused, those past which it costs more.

    Without a rule that refuses, it is possible until the day begins.
    """
    fin = datetime.combine(jour, time.min, tzinfo=fuseau)
    if stricte := choisir(refus, jour, formule=formule, periode=periode):
        fin = limite(jour, stricte, calendrier, fuseau=fuseau, debut_de_session=debut_de_session)
    souple = choisir(majorations, jour, formule=formule, periode=periode)
    if souple is None:
        return Echeance(fin)
    des = limite(jour, souple, calendrier, fuseau=fuseau, debut_de_session=debut_de_session)
    return Echeance(fin, des, souple.offerte) if des < fin else Echeance(fin)
