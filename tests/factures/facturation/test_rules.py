from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import arrondir
from common.words import dates
from factures.facturation import rules
from factures.facturation.rules import Element

PRIX = [Decimal("0.85"), Decimal("1.00"), Decimal("4.35")]
QUANTITES = [Decimal(1), Decimal(6), Decimal("1.50"), Decimal("0.25")]
# Plain tuples of small integers: drawn four times faster than the elements that they become.
ELEMENTS = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(1, 2), st.integers(1, 31), st.integers(0, 2), st.booleans(), st.integers(0, 3)
    ),
    max_size=60,
).map(
    lambda tires: [
        Element(enfant, "xy"[formule - 1], date(2026, 10, jour), PRIX[prix], "ab"[raison], QUANTITES[combien])
        for enfant, formule, jour, prix, raison, combien in tires
    ]
)


@given(ELEMENTS)
def test_the_lines_add_up_to_the_days(elements):
    lignes = rules.grouper(elements)
    assert rules.totaliser(lignes) == sum((e.montant for e in elements), Decimal(0))
    assert sum(ligne.quantite for ligne in lignes) == sum(e.quantite for e in elements)
    entieres = [ligne for ligne in lignes if not ligne.quantite % 1 and len(ligne.elements) > 1]
    cles = [(ligne.enfant, ligne.libelle, ligne.prix_unitaire, ligne.explication) for ligne in entieres]
    assert len(cles) == len(set(cles))
    for ligne in lignes:
        assert ligne.montant == arrondir(ligne.quantite * ligne.prix_unitaire)
        assert ligne.jours == sorted(ligne.jours)


def test_children_keep_the_order_they_are_given_in():
    jour, prix = date(2026, 10, 1), Decimal("1.00")
    lignes = rules.grouper(
        [Element(9, "x", jour, prix, ""), Element(2, "x", jour, prix, ""), Element(9, "x", jour, prix, "")]
    )
    assert [(ligne.enfant, ligne.quantite) for ligne in lignes] == [(9, 2), (2, 1)]


@pytest.mark.parametrize(
    ("mois", "suivant", "dernier"),
    [
        (date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 1), date(2028, 3, 1), date(2028, 2, 29)),
        (date(2026, 10, 1), date(2026, 11, 1), date(2026, 10, 31)),
    ],
)
def test_months(mois, suivant, dernier):
    assert dates.premier_du_mois(mois, 1) == suivant
    assert rules.mois_precedent(suivant) == mois
    assert dates.dernier_du_mois(mois) == dernier
    assert not rules.est_fini(mois, dernier)
    assert rules.est_fini(mois, suivant)
