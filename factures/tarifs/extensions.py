"""What the domains above tell of tariffs (``common.registry``)."""

from collections.abc import Callable
from datetime import date

from common.registry import Registry

# derniere(majoration) -> the last day that an invoice billed with it, or None.
MAJORATIONS_FACTUREES: Registry[Callable] = Registry(
    "tarifs.majorations_facturees", "Says until which day a surcharge was billed: a date, or None."
)


def facturee_jusquau(majoration) -> date | None:
    """Give the last day billed with this surcharge, as the domains above know it."""
    jours = [jour for lire in MAJORATIONS_FACTUREES if (jour := lire(majoration))]
    return max(jours, default=None)
