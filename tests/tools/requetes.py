"""Count the statements of a page: those that read or write rows, tasks left in the queue as in production."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.conf import Conf

TECHNIQUES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


class Compte(list):
    """The statements captured; printed one a line when a test fails."""

    def __str__(self):
        return "\n".join(f"{rang:3} {sql[:230]}" for rang, sql in enumerate(self, 1))


@contextmanager
def requetes():
    """Capture the statements run in the block; tasks are queued, not run."""
    avant, Conf.SYNC = Conf.SYNC, False
    compte = Compte()
    try:
        with CaptureQueriesContext(connection) as capture:
            yield compte
    finally:
        Conf.SYNC = avant
        compte += [q["sql"] for q in capture.captured_queries if not q["sql"].startswith(TECHNIQUES)]
