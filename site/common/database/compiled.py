"""Readings that hot pages make again and again: Django writes their SQL once, each page only runs it.

The SQL of a queryset depends on its shape (which filters, how many ids in a list), never on its values; writing it
costs Django several times what running it costs the database. A reading is a function that gives a queryset:

    @compiled
    def a_venir(*, enfants, du):
        return Reservation.objects.vivantes().filter(enfant__in=enfants, date__gte=du)

Called by name with values or collections of values, it gives the list of what the queryset yields: objects, rows,
named rows. For each new shape the function is called with witnesses in place of the values, which are then found
again among the parameters of the SQL. So the function may not look at its arguments, only hand them to the queryset;
a value that reaches the SQL changed, or not at all, is refused at once.
"""

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from threading import local

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.transaction import TransactionManagementError

FORMES_MAX = 100
LONGUEUR_MAX = 200
COLLECTIONS = (list, tuple, set, frozenset)
_TEMOINS = {
    int: lambda rang: 2_000_000_000 + rang,
    date: lambda rang: date(9000, 1, 1) + timedelta(days=rang),
    datetime: lambda rang: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(seconds=rang),
    uuid.UUID: lambda rang: uuid.UUID(int=rang),
    str: lambda rang: f"\ue000{rang}",
}


class _Ecrite:
    """The SQL of one shape: a queryset whose compiler is told the parameters instead of working them out."""

    def __init__(self, queryset, temoins):
        if queryset._prefetch_related_lookups:
            raise TypeError("a reading is one statement: it prefetches nothing")
        self.queryset = queryset
        self.verrou = queryset.query.select_for_update
        self.compilateur = queryset.query.get_compiler(using=queryset.db)
        try:
            self.sql, parametres = self.compilateur.as_sql()
        except EmptyResultSet:  # nothing can match: an empty list, say
            self.sql = None
            return
        rangs = {temoin: rang for rang, temoin in enumerate(temoins)}
        self.places = [(_rang(rangs, p), p) for p in parametres]
        if set(rangs.values()) - {rang for rang, _ in self.places}:
            raise TypeError("a value of the reading does not reach the SQL as it is")
        colonnes = [s[0] for s in self.compilateur.select[: self.compilateur.col_count]]
        convertisseurs = self.compilateur.get_converters(colonnes)
        self.compilateur.get_converters = lambda expressions: convertisseurs
        self.compilateur.as_sql = lambda: (self.sql, self.parametres)
        queryset.query.get_compiler = lambda *args, **options: self.compilateur

    def lire(self, valeurs):
        if self.sql is None:
            return []
        if self.verrou and connections[self.queryset.db].get_autocommit():
            raise TransactionManagementError("a lock is taken inside a transaction")
        self.parametres = tuple(p if rang is None else valeurs[rang] for rang, p in self.places)
        return list(self.queryset._iterable_class(self.queryset))


def _rang(rangs, parametre):
    return rangs.get(parametre) if type(parametre) in _TEMOINS else None


class Lecture:
    """What ``compiled`` makes of a function. Each thread writes for itself: compilers and connections are its own."""

    def __init__(self, construire):
        update_wrapper(self, construire)
        self._fil = local()

    def __call__(self, **valeurs):
        plates, forme = [], []
        for nom, valeur in valeurs.items():
            if isinstance(valeur, COLLECTIONS):
                plates.extend(valeur)
                forme.append((nom, len(valeur)))
            elif valeur is None:
                forme.append((nom, None))
            else:
                plates.append(valeur)
                forme.append((nom, 1, type(valeur)))
        if len(plates) > LONGUEUR_MAX:  # a shape that hardly comes twice, and whose rows cost more than its SQL
            return list(self.__wrapped__(**valeurs))
        connues = self._fil.__dict__
        forme = tuple(forme)
        if forme not in connues:
            if len(connues) >= FORMES_MAX:
                connues.clear()
            connues[forme] = self._ecrire(valeurs)
        return connues[forme].lire(plates)

    def _ecrire(self, valeurs):
        temoins, arguments = [], {}

        def temoin(valeur):
            temoins.append(_TEMOINS[type(valeur)](len(temoins)))
            return temoins[-1]

        for nom, valeur in valeurs.items():
            if isinstance(valeur, COLLECTIONS):
                arguments[nom] = [temoin(v) for v in valeur]
            else:
                arguments[nom] = None if valeur is None else temoin(valeur)
        return _Ecrite(self.__wrapped__(**arguments), temoins)


compiled = Lecture
