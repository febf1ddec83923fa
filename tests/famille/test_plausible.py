"""Births and quotients that hardly anybody has are asked about before they are kept."""

from decimal import Decimal

import pytest

from common import clock
from espace_prive.famille.agents.forms import QuotientForm, ResponsableForm
from espace_prive.modifications.forms.base import QuotientDuFoyerForm
from espace_prive.ouverture.forms import DemandeEspaceForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("naissance", "juste"), [("2031-01-01", False), ("2015-01-01", False), ("1988-03-27", True)])
def test_an_adult_is_born_and_is_no_child(naissance, juste):
    erreurs = ResponsableForm({"naissance": naissance, "version": "1"}).errors
    assert ("naissance" not in erreurs) is juste
    assert juste or "date de naissance d’un adulte" in erreurs["naissance"][0]


def test_one_s_own_birth_has_an_adult_s_example():
    form = DemandeEspaceForm({"naissance_0": "31", "naissance_1": "2", "naissance_2": "1988"})
    assert "27 3 1988" in form.errors["naissance"][0]
    assert "27 3 1988" in form.fields["naissance"].help_text
    assert "27 3 2019" in form.fields["enfant_naissance_0"].help_text
    assert 'autocomplete="bday-year"' in str(form["naissance"])


@pytest.mark.parametrize(
    ("valeur", "periode", "demande"),
    [("64 000", "mois", True), ("64000", "an", False), ("640", "mois", False), ("10 000,00", "mois", False)],
)
def test_a_monthly_quotient_of_a_yearly_income_is_asked_about(valeur, periode, demande):
    saisie = {"valeur": valeur, "periode": periode, "source": "caf", "date_effet": clock.aujourdhui().isoformat()}
    form = QuotientForm(saisie)
    assert form.is_valid() is not demande, form.errors
    if demande:
        assert "un chiffre de trop" in form.errors["valeur"][0]
        assert "Le montant est exact" in str(form), "the answer is on the page"
        sur = QuotientForm(saisie | {"quotient_exact": "on"})
        assert sur.is_valid(), sur.errors
        assert sur.cleaned_data["valeur"] == Decimal("64000")


def test_a_parent_is_asked_the_same():
    assert "un chiffre de trop" in QuotientDuFoyerForm({"valeur": "64000", "source": "caf"}).errors["valeur"][0]
    assert "valeur" not in QuotientDuFoyerForm({"valeur": "64000", "source": "caf", "quotient_exact": "on"}).errors
