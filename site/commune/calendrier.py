"""The school calendar as a value: which days are working days, school days, holidays. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Calendrier:
    """Public holidays and school holidays between two dates; ``vacances`` holds (first day, last day, name)."""

    feries: frozenset[date]
    vacances: tuple[tuple[date, date, str], ...]
    annees: tuple[tuple[date, date], ...] = ()

    def est_ouvre(self, jour: date) -> bool:
        """A *jour ouvré*: Monday to Friday, not a public holiday."""
        return jour.weekday() < 5 and jour not in self.feries

    def nom_des_vacances(self, jour: date) -> str:
        """The name of the school holidays of that day; empty outside of them."""
        return next((nom for du, au, nom in self.vacances if du <= jour <= au), "")

    def prochaines_vacances(self, jour: date) -> tuple[date, date, str] | None:
        """(first day, last day, name) of the holidays under way on ``jour``, else of the next ones."""
        return min((periode for periode in self.vacances if periode[1] >= jour), default=None)

    def dans_une_annee(self, jour: date) -> bool:
        """Whether a school year is known for that day."""
        return any(du <= jour <= au for du, au in self.annees)

    def est_jour_d_ecole(self, jour: date, jours_semaine=(0, 1, 3, 4)) -> bool:
        """Pupils are at school: a week day of ``jours_semaine`` (Monday is 0), not a holiday."""
        return (
            jour.weekday() in jours_semaine
            and jour not in self.feries
            and not self.nom_des_vacances(jour)
            and self.dans_une_annee(jour)
        )

    def est_ouvrable(self, jour: date) -> bool:
        """A *jour ouvrable*: Monday to Saturday, not a public holiday."""
        return jour.weekday() < 6 and jour not in self.feries

    def ouvres_avant(self, jour: date, nombre: int) -> date:
        """The ``nombre``-th working day before ``jour`` (``jour`` itself does not count)."""
        return _avant(jour, nombre, self.est_ouvre)

    def ouvrables_avant(self, jour: date, nombre: int) -> date:
        """The ``nombre``-th *jour ouvrable* before ``jour`` (``jour`` itself does not count)."""
        return _avant(jour, nombre, self.est_ouvrable)

    def ecole_avant(self, jour: date, nombre: int) -> date:
        """The ``nombre``-th school day before ``jour``: for the first day back, the last one before the holidays.

        Before the first school year that is known, working days count.
        """
        premiere = min((du for du, _ in self.annees), default=date.max)
        return _avant(jour, nombre, lambda j: self.est_jour_d_ecole(j) or (j < premiere and self.est_ouvre(j)))

    def debut_de_session(self, jour: date) -> date:
        """The first working day of the school holidays that include ``jour``; ``jour`` itself outside of them."""
        premier = next((du for du, au, _ in self.vacances if du <= jour <= au), jour)
        while premier < jour and not self.est_ouvre(premier):
            premier += timedelta(days=1)
        return premier

    def premier_jour(self, du: date, au: date, jours_semaine) -> date:
        """The first day from ``du`` to ``au`` of these week days that is no public holiday; ``du`` without any."""
        jours = (du + timedelta(days=n) for n in range((au - du).days + 1))
        return next((j for j in jours if j.weekday() in jours_semaine and j not in self.feries), du)


def _avant(jour, nombre, compte):
    """The ``nombre``-th day that counts before ``jour``."""
    while nombre > 0:
        jour -= timedelta(days=1)
        nombre -= compte(jour)
    return jour
