"""Which days a usual week says. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from common.rules import Non
from common.words import typo
from common.words.dates import lundi_de
from commune.calendrier import Calendrier

RYTHMES = {
    1: "toutes les semaines",
    2: "une semaine sur deux",
    3: "une semaine sur trois",
    4: "une semaine sur quatre",
}


@dataclass(frozen=True)
class Habitude:
    """Days of the week (0 for Monday), one week in ``une_sur`` counted from that of ``a_partir_de``; planned hours.

    ``temps``: « ecole » leaves the school holidays out, « vacances » keeps them only, « toujours » keeps all.
    """

    jours: tuple[int, ...]
    du: date
    au: date | None = None
    une_sur: int = 1
    a_partir_de: date | None = None
    temps: str = "ecole"
    arrivee: time | None = None
    depart: time | None = None

    def tombe(self, jour: date, calendrier: Calendrier) -> bool:
        """Tell whether the pattern says that day; whether it is open is another question."""
        if jour < self.du or (self.au and jour > self.au) or jour.weekday() not in self.jours:
            return False
        ecart = (lundi_de(jour) - lundi_de(self.a_partir_de or self.du)).days // 7
        if ecart % self.une_sur:
            return False
        en_vacances = bool(calendrier.nom_des_vacances(jour))
        return {"ecole": not en_vacances, "vacances": en_vacances}.get(self.temps, True)

    def dates(self, du: date, au: date, calendrier: Calendrier) -> list[date]:
        """Give the days that it says between two dates, both included."""
        premier, dernier = max(du, self.du), min(au, self.au or au)
        jours = (premier + timedelta(days=n) for n in range((dernier - premier).days + 1))
        return [jour for jour in jours if self.tombe(jour, calendrier)]

    @property
    def phrase(self) -> str:
        """« le lundi et le jeudi, une semaine sur deux »."""
        quand = typo.enumeration(f"le {typo.JOURS[j]}" for j in sorted(self.jours))
        return (
            quand if self.une_sur == 1 else f"{quand}, {RYTHMES.get(self.une_sur, f'une semaine sur {self.une_sur}')}"
        )


def refuser_habitude(habitude: Habitude, *, aujourdhui: date, ouverts: Iterable[int]) -> Non | None:
    """Say why this pattern is none: no day, dates upside down or past, a day on which the activity never runs."""
    if not habitude.jours:
        return Non("jours", "Cochez au moins un jour.")
    if habitude.du < aujourdhui:
        return Non("du", "Une semaine habituelle commence aujourd’hui ou plus tard.")
    if habitude.au and habitude.au < habitude.du:
        return Non("au", "La fin précède le début.")
    if fermes := sorted(set(habitude.jours) - set(ouverts)):
        jours = typo.enumeration(f"le {typo.JOURS[j]}" for j in fermes)
        return Non("jours", f"Cette activité n’est jamais ouverte {jours}.")
    return None
