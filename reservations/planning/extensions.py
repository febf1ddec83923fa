"""What the domains above add to bookings (``common.registry``)."""

from collections.abc import Callable
from datetime import date
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
