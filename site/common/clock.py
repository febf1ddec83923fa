"""The one source of time. Deadlines, invoices and pages ask here, so that a setting can freeze them all."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def maintenant() -> datetime:
    """The present instant, aware, in UTC; the frozen one where HORLOGE or HORLOGE_FICHIER says so."""
    fige = settings.HORLOGE
    if settings.HORLOGE_FICHIER:
        fige = Path(settings.HORLOGE_FICHIER).read_text().strip() or fige
    if fige:
        return datetime.fromisoformat(fige).astimezone(ZoneInfo("UTC"))
    return timezone.now()


def reel() -> datetime:
    """The real instant, which nothing freezes: the length of sessions is counted by it."""
    return timezone.now()


def fuseau() -> ZoneInfo:
    """The town's time zone: deadlines and days are judged there."""
    return ZoneInfo(settings.TIME_ZONE)


def ici() -> datetime:
    """The present instant on the town's clocks, aware."""
    return maintenant().astimezone(fuseau())


def aujourdhui() -> date:
    return ici().date()
