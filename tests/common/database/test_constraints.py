"""Dated rows that may not overlap: the check of a form and the check of the database agree."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from espace_prive.famille.models import QuotientFamilial
from tests.factories.famille import FoyerFactory

pytestmark = pytest.mark.django_db


def quotient(foyer, du, au=None):
    return QuotientFamilial(foyer=foyer, valeur=Decimal(640), source="caf", date_effet=du, date_fin=au)


def test_two_rows_of_two_parents_may_overlap():
    quotient(FoyerFactory(), date(2026, 1, 1)).save()
    quotient(FoyerFactory(), date(2026, 1, 1)).full_clean()


@pytest.mark.parametrize("du", [date(2026, 1, 31), date(2025, 1, 1)])
def test_two_rows_of_one_parent_may_not(du):
    foyer = FoyerFactory()
    quotient(foyer, date(2026, 1, 1), date(2026, 1, 31)).save()
    with pytest.raises(ValidationError, match="s’applique déjà"):
        quotient(foyer, du).full_clean()
    with pytest.raises(IntegrityError, match="quotient_sans_chevauchement"), transaction.atomic():
        quotient(foyer, du).save()


def test_two_rows_that_follow_each_other_are_accepted():
    foyer = FoyerFactory()
    quotient(foyer, date(2026, 1, 1), date(2026, 1, 31)).save()
    suivant = quotient(foyer, date(2026, 2, 1))
    suivant.full_clean()
    suivant.save()


def test_a_row_does_not_overlap_itself():
    connu = quotient(FoyerFactory(), date(2026, 1, 1))
    connu.save()
    connu.full_clean()
