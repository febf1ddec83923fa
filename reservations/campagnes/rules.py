"""When a campaign is open, when its reminders are due, and what its answers come to. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from common.rules import Non

OUVERTURE, RAPPEL = "ouverture", "rappel-"
A_VENIR, OUVERTE, CLOSE = "a_venir", "ouverte", "close"


def etat(ouvre_le: datetime, ferme_le: datetime, fermee_le: datetime | None, *, maintenant: datetime) -> str:
    """Say whether a campaign is to come, open or closed; ``fermee_le``: when somebody closed it by hand."""
    if fermee_le is not None or maintenant >= ferme_le:
        return CLOSE
    return A_VENIR if maintenant < ouvre_le else OUVERTE


def refuser_dates(ouvre_le: datetime, ferme_le: datetime, *, dernier: date, maintenant: datetime) -> Non | None:
    """Say why these dates are none: upside down, over already, or after the last day that is asked about."""
    if ferme_le <= ouvre_le:
        return Non("ferme_le", "La campagne ferme avant d’ouvrir.")
    if ferme_le <= maintenant:
        return Non("ferme_le", "Cette date est passée : la campagne serait close tout de suite.")
    if ferme_le.date() > dernier:
        return Non("ferme_le", "La campagne fermerait après le dernier jour dont elle parle.")
    return None


def etapes_dues(
    rappels: Iterable[int], ouvre_le: datetime, ferme_le: datetime, *, maintenant: datetime,
    faites: Mapping[str, datetime],
) -> list[str]:  # fmt: skip
    """Give the mails that are due and were not sent, the latest last: the opening, then so many days before the end.

    A worker that was stopped finds several: the last one says all that the others would have. A reminder is named
    with the end that it is about: a campaign that is extended has its reminders again, those whose moment comes after
    the last mail. ``faites``: when each was.
    """
    if not ouvre_le <= maintenant < ferme_le:
        return []
    fin = f"{ferme_le.astimezone(UTC):%Y%m%d}"
    moments = {OUVERTURE: ouvre_le} | {f"{RAPPEL}{n}-{fin}": ferme_le - timedelta(days=n) for n in set(rappels)}
    dernier = max((le for etape, le in faites.items() if etape.startswith((OUVERTURE, RAPPEL))), default=None)
    dues = [
        (moment, etape)
        for etape, moment in moments.items()
        if etape not in faites and ouvre_le <= moment <= maintenant and (dernier is None or moment > dernier)
    ]
    return [etape for _, etape in sorted(dues)]


class Interroge(NamedTuple):
    """A child that a campaign asks about: registered for one of its activities, at a place, at the cost of a home."""

    enfant: int
    foyer: int
    lieu: int


@dataclass
class Prevision:
    """What is known of one place: by day who booked and who wishes; and how many children answered what."""

    enfants: set[int] = field(default_factory=set)
    reserves: dict[date, set[int]] = field(default_factory=dict)
    souhaits: dict[date, set[int]] = field(default_factory=dict)
    non: set[int] = field(default_factory=set)
    oui: set[int] = field(default_factory=set)

    @property
    def sans_reponse(self) -> set[int]:
        return self.enfants - self.oui - self.non

    def du_jour(self, jour: date) -> tuple[int, int]:
        """Give (children booked, children who wish it and have not booked it)."""
        reserves = self.reserves.get(jour, set())
        return len(reserves), len(self.souhaits.get(jour, set()) - reserves)


def prevoir(
    cibles: Iterable[Interroge], reponses: Iterable[tuple[int, int, str, Iterable[date]]],
    reservees: Iterable[tuple[int, int, date]],
) -> dict[int, Prevision]:  # fmt: skip
    """Count by place: who is asked, what was answered (child, home, answer, days), what is booked (child, place, day).

    Who booked said yes, whatever was answered.
    """
    prevues: dict[int, Prevision] = {}
    lieux: dict[tuple[int, int], set[int]] = {}
    for c in cibles:
        prevues.setdefault(c.lieu, Prevision()).enfants.add(c.enfant)
        lieux.setdefault((c.enfant, c.foyer), set()).add(c.lieu)
    for enfant, lieu, jour in reservees:
        if lieu in prevues:
            prevues[lieu].reserves.setdefault(jour, set()).add(enfant)
            prevues[lieu].oui.add(enfant)
    for enfant, foyer, dit, jours in reponses:
        for lieu in lieux.get((enfant, foyer), ()):
            if dit == "oui":
                prevues[lieu].oui.add(enfant)
                for jour in jours:
                    prevues[lieu].souhaits.setdefault(jour, set()).add(enfant)
            elif dit == "non" and enfant not in prevues[lieu].oui:
                prevues[lieu].non.add(enfant)
    return prevues


class CasePrevue(NamedTuple):
    """One appointment that may be taken: from when to when."""

    debut: datetime
    fin: datetime


def decouper(debut: datetime, fin: datetime, minutes: int) -> list[CasePrevue]:
    """Cut a stretch in appointments of so many minutes; what is left at the end makes none."""
    pas, cases = timedelta(minutes=minutes), []
    while debut + pas <= fin:
        cases.append(CasePrevue(debut, debut + pas))
        debut += pas
    return cases


def refuser_horaires(debut: datetime, fin: datetime, minutes: int, *, maintenant: datetime) -> Non | None:
    """Say why no appointment can be made of that stretch."""
    if debut <= maintenant:
        return Non("debut", "Ces rendez-vous seraient déjà passés.")
    if fin <= debut:
        return Non("fin", "La fin est après le début.")
    if debut + timedelta(minutes=minutes) > fin:
        return Non("minutes", "Aucun rendez-vous de cette durée ne tient entre ces heures.")
    return None
