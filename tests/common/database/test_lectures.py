"""A reading gives what its queryset gives, and runs the same statement for any values of the same shape."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from common.database.compiled import compiled
from commune.models import JourFerie, Lieu, Regie, Service

pytestmark = pytest.mark.django_db


@compiled
def feries(*, dates, sauf):
    return JourFerie.objects.filter(date__in=dates).exclude(nom=sauf).order_by("date")


@pytest.fixture(autouse=True)
def _jours():
    JourFerie.objects.bulk_create(JourFerie(date=date(2026, 5, n), nom=f"jour {n}") for n in (1, 2, 3, 4))


def noms(*jours, sauf=""):
    return [ferie.nom for ferie in feries(dates=[date(2026, 5, n) for n in jours], sauf=sauf)]


def test_values_are_those_of_the_call_whatever_the_first_one():
    assert noms(1, 2) == ["jour 1", "jour 2"]
    assert noms(3, 4) == ["jour 3", "jour 4"]
    assert noms(3, 4, sauf="jour 3") == ["jour 4"]
    assert noms(4) == ["jour 4"]
    assert noms(1, 2, 3) == ["jour 1", "jour 2", "jour 3"]


def test_an_empty_list_matches_nothing_and_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert noms() == []


def test_the_queryset_is_written_once_for_each_shape():
    ecrites = []

    @compiled
    def compter(*, dates):
        ecrites.append(len(dates))
        return JourFerie.objects.filter(date__in=dates)

    for jours in ((1,), (2,), (1, 2), (3, 4), (3,)):
        compter(dates=[date(2026, 5, n) for n in jours])
    assert ecrites == [1, 2]


def test_every_run_is_seen_by_who_counts_statements():
    noms(1)
    with CaptureQueriesContext(connection) as capture:
        noms(2)
    assert ["2026-05-02" in requete["sql"] for requete in capture] == [True]


def test_what_was_changed_since_is_read():
    assert noms(1) == ["jour 1"]
    JourFerie.objects.filter(date=date(2026, 5, 1)).update(nom="fête du travail")
    assert noms(1) == ["fête du travail"]


def test_rows_named_rows_and_related_objects(donges):
    @compiled
    def lignes(*, code):
        return Regie.objects.filter(code=code).values_list("pk", "service__nom")

    @compiled
    def nommees(*, code):
        return Regie.objects.filter(code=code).annotate(du=F("service__nom")).values_list("nom", "du", named=True)

    @compiled
    def objets(*, code):
        return Regie.objects.filter(code=code).select_related("service")

    regie = Regie.objects.select_related("service").get()
    assert lignes(code=regie.code) == [(regie.pk, regie.service.nom)]
    assert [(r.nom, r.du) for r in nommees(code=regie.code)] == [(regie.nom, regie.service.nom)]
    with CaptureQueriesContext(connection) as capture:
        (lue,) = objets(code=regie.code)
        assert (lue, lue.service) == (regie, regie.service)
    assert len(capture) == 1


def test_none_is_a_shape_of_its_own():
    @compiled
    def lieux(*, telephone):
        return Lieu.objects.filter(Q(telephone=telephone) if telephone is not None else Q())

    assert lieux(telephone=None) == list(Lieu.objects.all())
    assert lieux(telephone="rien") == []


def test_a_value_that_the_sql_would_not_carry_as_it_is_is_refused():
    @compiled
    def approchants(*, mot):
        return Service.objects.filter(nom__contains=mot)

    with pytest.raises(TypeError):
        approchants(mot="scolaire")


def test_a_reading_is_one_statement():
    @compiled
    def services(*, code):
        return Service.objects.filter(code=code).prefetch_related("regies")

    with pytest.raises(TypeError):
        services(code="x")


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_refused_outside_a_transaction():
    @compiled
    def verrous(*, code):
        return Service.objects.filter(code=code).select_for_update()

    with transaction.atomic():
        assert verrous(code="x") == []
    with pytest.raises(TransactionManagementError):
        verrous(code="x")
