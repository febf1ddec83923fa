"""What of the waiting lists is erased, and when."""

from datetime import timedelta

from common import clock
from common.conservation import par_lots
from reservations.attente.models import Attente

DUREE = timedelta(days=365)


def effacer() -> int:
    """Erase who waited for a day of more than a year ago; none of them waits any more."""
    return par_lots(Attente.objects.filter(date__lt=clock.aujourdhui() - DUREE, finie_le__isnull=False))
