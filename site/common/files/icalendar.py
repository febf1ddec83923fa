"""A calendar that telephones subscribe to (RFC 5545), written by the library ``icalendar``: whole days only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

GENRE = "text/calendar; charset=utf-8"
RAFRAICHIR = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class EvenementDAgenda:
    """A whole day: what it is, in one line and in several. ``uid`` never changes for the same day."""

    uid: str
    jour: date
    modifie_le: datetime
    titre: str
    texte: str = ""
    url: str = ""


def ecrire(evenements: Iterable[EvenementDAgenda], *, nom: str, identifiant: str, url: str) -> str:
    """Write a calendar. ``identifiant`` names who made it (PRODID)."""
    calendrier = Calendar()
    calendrier.add("version", "2.0")
    calendrier.add("prodid", identifiant)
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "PUBLISH")
    calendrier.add("name", _sans_controle(nom))
    calendrier.add("x-wr-calname", _sans_controle(nom))
    calendrier.add("url", url)
    calendrier.add("refresh-interval", RAFRAICHIR, parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", "PT12H")
    for evenement in evenements:
        calendrier.add_component(_evenement(evenement))
    return calendrier.to_ical(sorted=False).decode()


def _evenement(evenement):
    instant = evenement.modifie_le.astimezone(UTC)
    ligne = Event()
    ligne.add("uid", evenement.uid)
    ligne.add("dtstamp", instant)
    ligne.add("last-modified", instant)
    ligne.add("dtstart", evenement.jour)
    ligne.add("dtend", evenement.jour + timedelta(days=1))
    ligne.add("summary", _sans_controle(evenement.titre))
    if evenement.texte:
        ligne.add("description", _sans_controle(evenement.texte))
    if evenement.url:
        ligne.add("url", evenement.url)
    # A menu takes nobody's time.
    ligne.add("transp", "TRANSPARENT")
    return ligne


def _sans_controle(texte: str) -> str:
    """Remove the control characters, which the format has no place for, but for the ends of lines."""
    return "".join(signe for signe in texte.replace("\r\n", "\n") if signe == "\n" or signe >= " ")
