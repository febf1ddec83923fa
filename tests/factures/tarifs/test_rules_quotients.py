from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factures.tarifs.rules_quotients import parts_caf, quotient_caf, quotient_fiscal

D = Decimal


@pytest.mark.parametrize(
    ("enfants", "handicap", "parts"),
    [
        (0, 0, "2"), (1, 0, "2.5"), (2, 0, "3"), (3, 0, "4"), (4, 0, "4.5"), (5, 0, "5"), (1, 1, "3"), (2, 1, "3.5"),
        (3, 1, "4.5"), (3, 3, "5"), (4, 1, "5"),
    ],
)  # fmt: skip
def test_the_parts_of_the_caf(enfants, handicap, parts):
    assert parts_caf(enfants, handicap) == D(parts)


@pytest.mark.feature("F146")
@pytest.mark.parametrize(
    ("revenus", "prestations", "enfants", "quotient"),
    [("24000", "0", 1, "800"), ("30000", "148.52", 2, "883"), ("0", "600", 3, "150"), ("36000", "338.80", 3, "835")],
)
def test_the_quotient_of_the_caf_in_whole_euros(revenus, prestations, enfants, quotient):
    assert quotient_caf(revenus_annuels=D(revenus), prestations_mensuelles=D(prestations), enfants=enfants) == D(
        quotient
    )


@pytest.mark.feature("F146")
@pytest.mark.parametrize(
    ("revenu", "parts", "quotient"), [("31866", "4", "663.88"), ("23764", "4", "495.08"), ("20000", "2.5", "666.67")]
)
def test_the_quotient_of_the_tax_notice_to_the_cent(revenu, parts, quotient):
    assert quotient_fiscal(revenu_fiscal=D(revenu), parts=D(parts)) == D(quotient)


@given(st.decimals(0, 500_000, places=2), st.decimals(0, 5000, places=2), st.integers(0, 12))
def test_one_more_child_never_raises_the_quotient(revenus, prestations, enfants):
    def q(n):
        return quotient_caf(revenus_annuels=revenus, prestations_mensuelles=prestations, enfants=n)

    assert q(enfants + 1) <= q(enfants)
