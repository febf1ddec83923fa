"""What custody does every night."""

from espace_prive.garde.services import swaps


def fermer_les_swaps() -> None:
    """Close the proposals that nobody answered in time. Idempotent."""
    swaps.expirer()
