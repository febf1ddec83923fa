"""What a parent has ticked and not yet validated, kept in the session from month to month."""

from dataclasses import dataclass, field
from datetime import date

CLE = "reservations"


@dataclass
class BrouillonDeSession:
    """Days to add and to cancel for one registration, and the other registrations that want the same."""

    ajouts: set[date] = field(default_factory=set)
    retraits: set[date] = field(default_factory=set)
    aussi: set[int] = field(default_factory=set)

    @classmethod
    def lire(cls, session, inscription):
        brut = session.get(CLE, {}).get(str(inscription.pk), {})
        return cls(
            ajouts={date.fromisoformat(j) for j in brut.get("ajouts", [])},
            retraits={date.fromisoformat(j) for j in brut.get("retraits", [])},
            aussi=set(brut.get("aussi", [])),
        )

    def garder(self, session, inscription):
        tous = session.get(CLE, {})
        tous[str(inscription.pk)] = {
            "ajouts": sorted(j.isoformat() for j in self.ajouts),
            "retraits": sorted(j.isoformat() for j in self.retraits),
            "aussi": sorted(self.aussi),
        }
        session[CLE] = tous

    @staticmethod
    def oublier(session, inscription):
        tous = session.get(CLE, {})
        if tous.pop(str(inscription.pk), None) is not None:
            session[CLE] = tous

    def remplacer_mois(self, premier, *, ajouts, retraits):
        """Replace what was wished for the month of ``premier``; other months stay."""
        self.ajouts = {j for j in self.ajouts if (j.year, j.month) != (premier.year, premier.month)} | ajouts
        self.retraits = {j for j in self.retraits if (j.year, j.month) != (premier.year, premier.month)} | retraits

    @property
    def vide(self):
        return not self.ajouts and not self.retraits
