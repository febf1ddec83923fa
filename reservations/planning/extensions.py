"""What the domains above add to bookings (``common.registry``)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from common.registry import Registry


class SurFacture(NamedTuple):
    """An invoice that bills a booking: its reference, its month, what it asks for it (surcharges too)."""

    reference: str
    mois: date
    montant: Decimal


# sur_factures(bookings) -> {booking id: SurFacture}: those that an invoice bills today; credits are counted.
SUR_FACTURES: Registry[Callable] = Registry(
    "planning.sur_factures", "Says which bookings (ids) an invoice bills, and for how much: {id: SurFacture}."
)


def sur_factures(reservations: set[int]) -> dict[int, SurFacture]:
    """Give what is billed of these bookings (ids), as the domains above know it."""
    return {cle: facture for lire in SUR_FACTURES for cle, facture in lire(reservations).items()}


class Decision(NamedTuple):
    """What was decided of a booking after it was made, whether it still stands: its number in the billing journal.

    Absences count theirs from 1 up; a domain above counts from -1 down.
    """

    reservation: int
    numero: int
    le: datetime
    phrase: str


# decisions(regie, au, payeurs=None) -> [Decision]: of the bookings until ``au``, of these payers (ids) or of all.
DECISIONS: Registry[Callable] = Registry(
    "planning.decisions", "Says which bookings were changed by the service, and why: [Decision]."
)
