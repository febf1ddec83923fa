import pytest

from tests.factories.factures import facture_brute
from tests.factories.famille import famille
from tests.tools.banque import banque

__all__ = ["banque"]


@pytest.fixture
def maison(donges):
    """Give a foyer with one child and a signed-up parent."""
    return famille(donges)


@pytest.fixture
def facture(maison, donges):
    """Give an unpaid invoice of 58,56 €."""
    return facture_brute(maison, donges, total="58.56")
