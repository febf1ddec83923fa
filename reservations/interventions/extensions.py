"""What the domains above tell of a correction (``common.registry``)."""

from collections.abc import Callable

from common.registry import Registry

# chiffrer(regie, payeurs, jours) -> {booking id: amount}: what the invoices to come ask, or give back (negative), of
# each booking of these payers on these days.
CHIFFRAGES: Registry[Callable] = Registry(
    "interventions.chiffrages", "Says what is still to be billed, or given back, of bookings: {booking id: amount}."
)
