"""What the domains of bookings give to be billed, before any price. Pure."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

UN = Decimal(1)


class AConsommer(NamedTuple):
    """One thing to bill: what, to whom, how much of it.

    ``nature``, ``source_type`` and ``source_id`` name it for ever. Priced by the grid of
    ``formule`` on ``du``; a surcharge (enums.MAJORATIONS) by that of ``activite``, ``quantite`` being what it is added
    to. ``offerte``: this surcharge costs nothing, the line says so.

    What was decided later may make an issued invoice wrong. The thing is then given with every later month too, with
    its ``decisions`` (their numbers, in their order) and ``pourquoi``: the journal takes back, or asks, the difference
    between what is ``due`` now and what is billed, as the ``decision`` that no line names yet; 0 is the thing itself.
    """

    nature: str
    source_type: str
    source_id: int
    payeur: int
    foyer: int | None
    enfant: int | None
    activite: int
    formule: int | None
    lieu: int | None
    du: date
    au: date
    quantite: Decimal = UN
    offerte: bool = False
    due: bool = True
    pourquoi: str = ""
    decisions: tuple[int, ...] = ()
    decision: int = 0

    @property
    def chose(self) -> tuple[str, str, int]:
        """What it is about, whatever was decided of it."""
        return self.nature, self.source_type, self.source_id

    @property
    def cle(self) -> tuple[str, str, int, int]:
        return *self.chose, self.decision


def annee_scolaire(jour: date) -> int:
    """Give the year in which the school year of ``jour`` began: 2026 until 31 August 2027."""
    return jour.year if jour.month >= 9 else jour.year - 1


def debut_d_abonnement(du: date, demandee: date, annee: int) -> date:
    """Give the day on which the fee of a school year falls: its first day, or that of a registration made later."""
    return max(du, demandee, date(annee, 9, 1))
