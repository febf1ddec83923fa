"""What the tests of the cashier's screens share."""

import pytest

from tests.factories.famille import famille

FINE = "\u202f"


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, quotient="640")
