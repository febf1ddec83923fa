"""The only way to lock rows: they are read again as they are now, and held until the commit.

What was read before a lock may have changed meanwhile, so a service judges what the lock gives, never what it was
handed::

    facture = lock(facture)                                   # the row again
    enfant = lock_pk(Enfant, lien.enfant_id)                  # of which only the key is known
    cle = lock_one(CleEnfance.objects.filter(empreinte=...))  # the first of a queryset, or None
    creneaux = lock_all(Creneau.objects.filter(date=jour))    # several, by ascending key: no deadlock

Two writers of a row wait for each other; a new row that points to it does not wait (a booking of a child whose name
is being mended). The few that must hold these off too say ``hold_references=True``, with the reason beside: the row is
about to be deleted, or a unique column of it written. PostgreSQL would ask for that stronger lock then, and might meet
somebody who waits for the first one.
"""

from enum import IntEnum
from typing import TypeVar

from django.db import connection, connections, models
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=models.Model)


class Advisory(IntEnum):
    """The locks that are on no row, but on a number: any that nobody else uses in the same database."""

    NUMEROS_DES_FOYERS = 7_401_001
    GABARIT_DES_TESTS = 7_401_002
    ENVOIS_DE_LETTRES = 7_401_003


def lock(row: Row, *, hold_references=False) -> Row:
    """Give the row again as it is now, held until the commit; DoesNotExist when it is gone."""
    return lock_pk(row._meta.model, row.pk, hold_references=hold_references)


def lock_pk(rows: type[Row] | QuerySet[Row], pk, *, hold_references=False) -> Row:
    """Give the row of that key, of a model or a queryset, held until the commit; DoesNotExist when there is none."""
    queryset = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    return _checked(queryset, hold_references).get(pk=pk)


def lock_one(queryset: QuerySet, *, hold_references=False):
    """Give the first row of the queryset, held until the commit; None when there is none."""
    return _checked(queryset, hold_references).first()


def lock_all(queryset: QuerySet, *, hold_references=False) -> list:
    """Give the rows held until the commit, in the ascending order of their keys, which everybody follows."""
    return list(_checked(queryset.order_by("pk"), hold_references))


def held(queryset: QuerySet, *, hold_references=False) -> QuerySet:
    """Give the queryset that locks when it is read: for a compiled reading, which reads it in its own way."""
    # of: without it, what select_related joins is locked too.
    return queryset.select_for_update(of=("self",), no_key=not hold_references)


def lock_number(number: Advisory) -> None:
    """Hold the number until the commit."""
    _exige_une_transaction(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _checked(queryset, hold_references):
    _exige_une_transaction(queryset.db)
    return held(queryset, hold_references=hold_references)


def _exige_une_transaction(alias):
    if not connections[alias].in_atomic_block:
        raise TransactionManagementError(
            "a lock lasts until the end of its transaction: open one (transaction.atomic) before taking it"
        )
