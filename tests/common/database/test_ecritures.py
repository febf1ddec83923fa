"""Rows written by columns: in order, with the defaults of the model, refused as the database refuses them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, transaction

from common.database.writes import inserer
from common.models import Frein, Journal
from commune.models import Lieu
from espace_prive.famille.models import QuotientFamilial
from tests.factories.famille import FoyerFactory

pytestmark = pytest.mark.django_db


def test_rows_come_back_in_order_with_what_is_common_and_the_defaults():
    cles = inserer(Lieu, code=["b", "a", "c"], nom=["Deux", "L’été", "« Trois »"], genre="ecole")
    lus = Lieu.objects.in_bulk(cles)
    assert [(lus[cle].code, lus[cle].nom, lus[cle].genre) for cle in cles] == [
        ("b", "Deux", "ecole"), ("a", "L’été", "ecole"), ("c", "« Trois »", "ecole")
    ]  # fmt: skip
    assert lus[cles[0]].telephone == ""


def test_defaults_that_are_called_dates_and_json():
    (cle,) = inserer(Journal, acteur=["Portail"], action="essai", objet="x", objet_id="1", donnees={"é": [1]})
    ligne = Journal.objects.get(pk=cle)
    assert ligne.quand == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert (ligne.acteur_id, ligne.donnees) == (None, {"é": [1]})


def test_decimals_dates_and_what_is_empty():
    foyer = FoyerFactory()
    jours = [date(2026, 1, 1), date(2026, 9, 1)]
    cles = inserer(
        QuotientFamilial, foyer_id=foyer.pk, source="caf", valeur=[Decimal("500.01"), Decimal("0.10")],
        date_effet=jours, date_fin=[date(2026, 8, 31), None],
    )  # fmt: skip
    lus = QuotientFamilial.objects.filter(pk__in=cles).order_by("date_effet").values_list("valeur", "date_fin")
    assert list(lus) == [(Decimal("500.01"), date(2026, 8, 31)), (Decimal("0.10"), None)]


def test_no_row_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert inserer(Frein, cle=[], depuis=[]) == []


def test_columns_of_two_lengths_of_none_or_unknown_are_refused():
    for colonnes in ({"code": ["a", "b"], "nom": ["A"]}, {"code": "a"}, {"code": ["a"], "inconnue": 1}):
        with pytest.raises(ValueError, match="needed|has no"):
            inserer(Lieu, **colonnes)


def test_the_database_still_refuses_what_is_too_long_or_twice_there():
    with pytest.raises(DataError), transaction.atomic():
        inserer(Lieu, code=["a" * 400], nom="A", genre="ecole")
    with pytest.raises(IntegrityError), transaction.atomic():
        inserer(Lieu, code=["a", "a"], nom="A", genre="ecole")
    assert not Lieu.objects.filter(nom="A").exists()
