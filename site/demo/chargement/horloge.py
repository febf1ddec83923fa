"""Write history when it happened: what a parent booked in August was booked in August, and judged so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.test.utils import override_settings


@contextmanager
def a_l_instant(instant: datetime) -> Iterator[None]:
    """Let everything that asks the clock believe that it is ``instant``."""
    with override_settings(HORLOGE=instant.isoformat(), HORLOGE_FICHIER=""):
        yield
