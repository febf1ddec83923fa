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


# mois_factures(activities (ids), months, verrou=False) -> {(activity, month)} that are billed, or being billed.
MOIS_FACTURES: Registry[Callable] = Registry(
    "planning.mois_factures", "Says which months of these activities are billed: {(activity, month)}; may hold them."
)


def mois_factures(activites: set[int], mois: set[date], *, verrou=False) -> set[tuple[int, date]]:
    """Give the months (first days) of these activities that are billed; ``verrou``: no other is until the commit."""
    return {couple for lire in MOIS_FACTURES for couple in lire(activites, mois, verrou=verrou)}
