"""A calendar (RFC 5545), written by the library ``icalendar``: one to subscribe to, or one that a mail carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

GENRE = "text/calendar; charset=utf-8"
RAFRAICHIR = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class EvenementDAgenda:
    """A day, whole or from ``debut`` to ``fin``: what it is, in one line and in several.

    ``uid`` never changes for the same thing; a higher ``rang`` replaces what was said of it, ``annule`` takes it away.
    """

    uid: str
    jour: date
    modifie_le: datetime
    titre: str
    texte: str = ""
    url: str = ""
    lieu: str = ""
    debut: datetime | None = None
    fin: datetime | None = None
    rang: int = 0
    annule: bool = False


def ecrire(evenements: Iterable[EvenementDAgenda], *, nom: str, identifiant: str, url: str) -> str:
    """Write a calendar. ``identifiant`` names who made it (PRODID)."""
    calendrier = _calendrier(identifiant, "PUBLISH")
    calendrier.add("name", _sans_controle(nom))
    calendrier.add("x-wr-calname", _sans_controle(nom))
    calendrier.add("url", url)
    calendrier.add("refresh-interval", RAFRAICHIR, parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", "PT12H")
    for evenement in evenements:
        calendrier.add_component(_evenement(evenement))
    return calendrier.to_ical(sorted=False).decode()


def ecrire_le_message(evenements: Iterable[EvenementDAgenda], *, identifiant: str, organisateur: str) -> str:
    """Write what a mail adds to the family's own calendar, or takes away from it (RFC 5546).

    ``organisateur``: the address that may change it later. All taken away, it is a cancellation; else each event says
    its state.
    """
    evenements = list(evenements)
    calendrier = _calendrier(identifiant, "CANCEL" if all(e.annule for e in evenements) else "PUBLISH")
    for evenement in evenements:
        ligne = _evenement(evenement)
        ligne.add("organizer", f"mailto:{organisateur}")
        ligne.add("sequence", evenement.rang)
        ligne.add("status", "CANCELLED" if evenement.annule else "CONFIRMED")
        calendrier.add_component(ligne)
    return calendrier.to_ical(sorted=False).decode()


def _calendrier(identifiant, methode):
    calendrier = Calendar()
    calendrier.add("version", "2.0")
    calendrier.add("prodid", identifiant)
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", methode)
    return calendrier


def _evenement(evenement):
    instant = evenement.modifie_le.astimezone(UTC)
    ligne = Event()
    ligne.add("uid", evenement.uid)
    ligne.add("dtstamp", instant)
    ligne.add("last-modified", instant)
    if evenement.debut and evenement.fin:
        ligne.add("dtstart", evenement.debut.astimezone(UTC))
        ligne.add("dtend", evenement.fin.astimezone(UTC))
    else:
        ligne.add("dtstart", evenement.jour)
        ligne.add("dtend", evenement.jour + timedelta(days=1))
    ligne.add("summary", _sans_controle(evenement.titre))
    if evenement.texte:
        ligne.add("description", _sans_controle(evenement.texte))
    if evenement.lieu:
        ligne.add("location", _sans_controle(evenement.lieu))
    if evenement.url:
        ligne.add("url", evenement.url)
    # What is for the children takes nobody's time.
    ligne.add("transp", "TRANSPARENT")
    return ligne


def _sans_controle(texte: str) -> str:
    """Remove the control characters, which the format has no place for, but for the ends of lines."""
    return "".join(signe for signe in texte.replace("\r\n", "\n") if signe == "\n" or signe >= " ")
