"""The one way to lock rows."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from common.database.locks import Advisory, lock, lock_all, lock_number, lock_one, lock_pk
from commune.models import Service


@pytest.fixture
def services(db):
    return [Service.objects.create(nom=nom, code=nom[:1]) for nom in ("Zoé", "Anna")]


def dit(prendre):
    """Give what was taken, and the end of its statement, which says how."""
    with CaptureQueriesContext(connection) as requetes:
        pris = prendre()
    return pris, requetes[-1]["sql"].split("FOR ")[-1]


def test_a_locked_row_is_read_again(services):
    Service.objects.filter(pk=services[0].pk).update(nom="Autre")
    assert lock(services[0]).nom == "Autre"
    assert lock_pk(Service, services[0].pk).nom == "Autre"
    assert lock_one(Service.objects.filter(nom="Autre")) == services[0]
    assert lock_one(Service.objects.filter(nom="Zoé")) is None
    Service.objects.filter(pk=services[0].pk).delete()
    with pytest.raises(Service.DoesNotExist):
        lock(services[0])


def test_several_are_locked_by_ascending_key_whatever_their_order(services):
    assert lock_all(Service.objects.order_by("nom")) == services


def test_a_lock_names_its_table_and_lets_references_come_unless_asked(services):
    table = f'"{Service._meta.db_table}"'
    assert dit(lambda: lock(services[0])) == (services[0], f"NO KEY UPDATE OF {table}")
    assert dit(lambda: lock_all(Service.objects.all())) == (services, f"NO KEY UPDATE OF {table}")
    assert dit(lambda: lock(services[0], hold_references=True)) == (services[0], f"UPDATE OF {table}")
    assert dit(lambda: lock_one(Service.objects.filter(nom="Zoé"), hold_references=True))[1].startswith("UPDATE OF")


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_refused_outside_a_transaction():
    service = Service.objects.create(nom="Zoé")
    for prendre in (
        lambda: lock(service),
        lambda: lock_pk(Service, service.pk),
        lambda: lock_one(Service.objects.all()),
        lambda: lock_all(Service.objects.all()),
        lambda: lock_number(Advisory.NUMEROS_DES_FOYERS),
    ):
        with pytest.raises(TransactionManagementError, match="open one"):
            prendre()
        with transaction.atomic():
            prendre()
