"""A calendar that telephones subscribe to (RFC 5545): whole days only. Pure: the standard library only.

A few rules make it: lines of at most 75 octets, folded between two signs; CRLF; commas, semicolons and backslashes
escaped in texts; an UID that never changes for the same day, and the instant of the last change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS_PAR_LIGNE = 75
GENRE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class EvenementDAgenda:
    """A whole day: what it is, in one line and in several."""

    uid: str
    jour: date
    modifie_le: datetime
    titre: str
    texte: str = ""
    url: str = ""


def ecrire(evenements: Iterable[EvenementDAgenda], *, nom: str, identifiant: str, url: str) -> str:
    """Write a calendar. ``identifiant`` names who made it (PRODID)."""
    lignes = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_echapper(identifiant)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_echapper(nom)}",
        f"X-WR-CALNAME:{_echapper(nom)}",
        f"URL:{url}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for evenement in evenements:
        lignes += _evenement(evenement)
    lignes.append("END:VCALENDAR")
    return "".join(f"{_plier(ligne)}\r\n" for ligne in lignes)


def _evenement(evenement):
    instant = f"{evenement.modifie_le.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lignes = [
        "BEGIN:VEVENT",
        f"UID:{_echapper(evenement.uid)}",
        f"DTSTAMP:{instant}",
        f"LAST-MODIFIED:{instant}",
        f"DTSTART;VALUE=DATE:{evenement.jour:%Y%m%d}",
        f"DTEND;VALUE=DATE:{evenement.jour + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_echapper(evenement.titre)}",
    ]
    if evenement.texte:
        lignes.append(f"DESCRIPTION:{_echapper(evenement.texte)}")
    if evenement.url:
        lignes.append(f"URL:{evenement.url}")
    # A menu takes nobody's time.
    return [*lignes, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _echapper(texte):
    """Escape a text; a control character but the end of a line has no place in it."""
    lisible = "".join(signe for signe in texte.replace("\r\n", "\n") if signe == "\n" or signe >= " ")
    for signe in ("\\", ";", ","):
        lisible = lisible.replace(signe, f"\\{signe}")
    return lisible.replace("\n", "\\n")


def _plier(ligne):
    """Cut a line in pieces of 75 octets at the most, the space of the next ones included, never inside a sign."""
    morceaux, courant, octets = [], "", 0
    for signe in ligne:
        poids = len(signe.encode())
        if octets + poids > OCTETS_PAR_LIGNE:
            morceaux.append(courant)
            courant, octets = " ", 1
        courant += signe
        octets += poids
    return "\r\n".join([*morceaux, courant])
