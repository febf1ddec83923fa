from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factures.facturation import rules
from factures.facturation.rules import Element

ELEMENTS = st.lists(
    st.builds(
        Element,
        enfant=st.integers(1, 3),
        formule=st.integers(1, 2),
        jour=st.dates(date(2026, 10, 1), date(2026, 10, 31)),
        prix=st.sampled_from([Decimal("0.85"), Decimal("1.00"), Decimal("4.35")]),
        explication=st.sampled_from(["a", "b"]),
    ),
    max_size=60,
)


@given(ELEMENTS)
def test_the_lines_add_up_to_the_days(elements):
    lignes = rules.grouper(elements)
    assert rules.totaliser(lignes) == sum((e.prix for e in elements), Decimal(0))
    assert sum(ligne.quantite for ligne in lignes) == len(elements)
    cles = [(ligne.enfant, ligne.formule, ligne.prix_unitaire, ligne.explication) for ligne in lignes]
    assert len(cles) == len(set(cles))
    for ligne in lignes:
        assert ligne.montant == ligne.quantite * ligne.prix_unitaire
        assert ligne.jours == sorted(ligne.jours)


def test_children_keep_the_order_they_are_given_in():
    jour, prix = date(2026, 10, 1), Decimal("1.00")
    lignes = rules.grouper(
        [Element(9, 1, jour, prix, ""), Element(2, 1, jour, prix, ""), Element(9, 1, jour, prix, "")]
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
    assert rules.mois_suivant(mois) == suivant
    assert rules.mois_precedent(suivant) == mois
    assert rules.dernier_du_mois(mois) == dernier
    assert not rules.est_fini(mois, dernier)
    assert rules.est_fini(mois, suivant)
