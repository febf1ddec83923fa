"""How many places a day opens with, by the lines that the town wrote. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LigneDePlaces:
    """One line of capacity (models.Capacite): whose it is, on which days, how many; ``places`` None: no limit."""

    groupe: int | None
    jours: tuple[int, ...]
    du: date | None
    au: date | None
    places: int | None

    def concerne(self, jour: date, groupe: int | None) -> bool:
        return (
            self.groupe == groupe
            and (not self.jours or jour.weekday() in self.jours)
            and (self.du is None or self.du <= jour <= self.au)
        )

    @property
    def precision(self):
        """The greater, the more precise: a day of the week, then dates, the shortest first."""
        return bool(self.jours), self.du is not None, -((self.au - self.du).days if self.du else 0)


def ligne_du(lignes: Iterable[LigneDePlaces], jour: date, groupe: int | None) -> LigneDePlaces | None:
    """Give the most precise line of that group (None: of the place) for the day; None when nothing is written."""
    return max((li for li in lignes if li.concerne(jour, groupe)), key=lambda li: li.precision, default=None)


def surbooking(places: int | None, prises: int) -> int:
    """How many places are granted beyond ``places`` so that nobody who holds one loses it."""
    return 0 if places is None else max(0, prises - places)
