"""Opening hours as they are written for people, read so that a page may say whether one is open now. Pure.

Only what is wholly understood is used: a sentence with an exception, a footnote, anything else, says nothing here, and
is only shown. Hours are those of the town's own clock.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from common.words import typo

Plage = tuple[time, time]
# By day of the week, Monday first.
Semaine = tuple[tuple[Plage, ...], ...]

JOUR = "|".join(typo.JOURS)
HEURE = r"\d{1,2} ?h ?(?:\d{2})?"
PLAGE = rf"(?:de )?{HEURE} ?(?:à|-|–) ?{HEURE}"
JOURS = rf"tous les jours|du (?:{JOUR}) au (?:{JOUR})|(?:les? )?(?:{JOUR})(?:(?:, | et )(?:le )?(?:{JOUR}))*"
SAUF = rf"(?:, (?:fermé|sauf) le (?P<sauf>{JOUR}) ?(?P<moitie>matin|après-midi)?)?"
CLAUSE = re.compile(rf"(?P<jours>{JOURS})(?:,| :)? (?P<heures>{PLAGE}(?:(?:, | et |, puis | puis ){PLAGE})*){SAUF}")
MIDI = time(13)
JOURS_CHERCHES = 8


def lire(texte: str) -> Semaine | None:
    """Give the hours of each day, or None: « du lundi au vendredi, de 9 h à 12 h et de 14 h à 18 h ; le samedi… »."""
    semaine: list[tuple[Plage, ...]] = [()] * 7
    propre = re.sub(r"\s+", " ", texte.lower()).strip(" .")
    for clause in re.split(r" ?; ?|\. ", propre):
        lue = CLAUSE.fullmatch(clause)
        plages = _plages(lue["heures"]) if lue else None
        if plages is None:
            return None
        for jour in _jours(lue["jours"]):
            if semaine[jour]:
                return None
            semaine[jour] = plages
        if lue["sauf"]:
            _fermer(semaine, typo.JOURS.index(lue["sauf"]), lue["moitie"])
    return tuple(semaine)


def _fermer(semaine, jour, moitie) -> None:
    """Take the hours of a closed day away, or those of its closed half."""
    if moitie == "matin":
        semaine[jour] = tuple(p for p in semaine[jour] if p[0] >= MIDI)
    elif moitie:
        semaine[jour] = tuple(p for p in semaine[jour] if p[0] < MIDI)
    else:
        semaine[jour] = ()


def _jours(mots) -> list[int]:
    nommes = [typo.JOURS.index(nom) for nom in re.findall(JOUR, mots)]
    if mots.startswith("du "):
        premier, dernier = nommes
        return [(premier + n) % 7 for n in range((dernier - premier) % 7 + 1)]
    return list(dict.fromkeys(nommes)) or list(range(7))


def _plages(mots) -> tuple[Plage, ...] | None:
    """Give the hours of a day in order; None when they overlap, end before they begin, or are no hours."""
    heures = [(int(h), int(m or 0)) for h, m in re.findall(r"(\d{1,2}) ?h ?(\d{2})?", mots)]
    if any(h > 23 or m > 59 for h, m in heures):
        return None
    dites = [time(h, m) for h, m in heures]
    if any(une >= autre for une, autre in zip(dites, dites[1:], strict=False)):
        return None
    return tuple(zip(dites[::2], dites[1::2], strict=True))


def dire(semaine: Semaine, maintenant: datetime, *, chome: Callable[[date], bool]) -> str:
    """Say « ouvert jusqu’à 17 h 30 », « ouvre à 13 h 30 », « ouvre demain à 9 h », « ouvre lundi à 9 h ».

    Nothing when no day of the next week is open.
    """
    jour, heure = maintenant.date(), maintenant.time()
    for rang in range(JOURS_CHERCHES):
        autre = jour + timedelta(days=rang)
        for debut, fin in () if chome(autre) else semaine[autre.weekday()]:
            if rang == 0 and debut <= heure < fin:
                return f"ouvert jusqu’à {typo.heure(fin)}"
            if rang or heure < debut:
                quand = ("", "demain ")[rang] if rang < 2 else f"{typo.JOURS[autre.weekday()]} "
                return f"ouvre {quand}à {typo.heure(debut)}"
    return ""
