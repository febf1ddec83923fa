"""The places of an activity on some days, counted as a gesture gives and takes them."""

from collections.abc import Iterable

from reservations.activites.models import Creneau
from reservations.activites.services.catalogue import FormuleConnue, catalogue

Rangees = list[tuple[Creneau, Creneau | None]]


class Places:
    """By unit, place and day: the place's own row, and those of its groups."""

    def __init__(self, creneaux: Iterable[Creneau], *, attendues=True):
        """``attendues`` False: for who had its place before anybody waited for it."""
        self.catalogue = catalogue()
        self._ici: dict[tuple, dict[int | None, Creneau]] = {}
        self.restantes: dict[int, int | None] = {}
        for c in creneaux:
            self._ici.setdefault((c.unite_id, c.lieu_id, c.date), {})[c.groupe_id] = c
            self.restantes[c.pk] = c.restantes if attendues else c.libres

    def rangees(self, formule: FormuleConnue, lieu: int, enfant, jour) -> Rangees:
        """Give the rows that the child takes; fewer than the formule's units when one of them is not open."""
        groupe, _ = self.catalogue.groupe(formule.activite.pk, lieu, naissance=enfant.naissance, jour=jour)
        trouvees = []
        for unite in formule.unites:
            ici = self._ici.get((unite.pk, lieu, jour), {})
            if None in ici:
                trouvees.append((ici[None], ici.get(groupe.pk) if groupe else None))
        return trouvees

    def pleines(self, rangees: Rangees) -> list[int]:
        """Give the rows (ids) that have no place left."""
        reste = {c.pk: self.restantes[c.pk] for rangee in rangees for c in rangee if c}
        return [cle for cle, nombre in reste.items() if nombre is not None and nombre <= 0]

    def moins_pleine(self, rangees: Rangees) -> int | None:
        """Give the places left of the fullest row; None when none has a limit."""
        nombres = [self.restantes[c.pk] for rangee in rangees for c in rangee if c]
        return min((n for n in nombres if n is not None), default=None)

    def restent(self, rangees: Rangees) -> list[int | None]:
        """Give the places left of each of these rows, None without limit."""
        return [self.restantes[c.pk] for rangee in rangees for c in rangee if c]

    def bouger(self, rangees: Rangees, pas: int) -> None:
        """Note that these places are taken (1) or given back (-1)."""
        for c in (c for rangee in rangees for c in rangee if c):
            if self.restantes[c.pk] is not None:
                self.restantes[c.pk] -= pas
