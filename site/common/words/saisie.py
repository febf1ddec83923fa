"""Read what an address carries (query string, path, hidden values): bounded, cleaned, never an exception. Pure.

What cannot be read gives ``defaut``: an address that somebody typed or that a robot made up is no error of ours.
"""

import re
from datetime import date, time

from common.words.nettoyage import tout_a_plat

# Beyond, a week or a month added would leave what dates can hold, and no page has anything to show.
PREMIERE_ANNEE, DERNIERE_ANNEE = 2000, 2100
CHIFFRES_MAXIMUM = 18
_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HEURE = re.compile(r"\d{2}:\d{2}", re.ASCII)
_MOIS = re.compile(r"\d{4}-\d{2}", re.ASCII)


def _borner(jour):
    return jour if PREMIERE_ANNEE <= jour.year <= DERNIERE_ANNEE else None


def lire_jour(brut, *, defaut=None):
    """A day written « 2026-11-09 », between the years 2000 and 2100."""
    try:
        return (_borner(date.fromisoformat(brut)) if _JOUR.fullmatch(brut) else None) or defaut
    except (TypeError, ValueError):
        return defaut


def lire_heure(brut, *, defaut=None):
    """An hour written « 16:30 »."""
    try:
        return time.fromisoformat(brut) if _HEURE.fullmatch(brut) else defaut
    except (TypeError, ValueError):
        return defaut


def lire_mois(brut, *, defaut=None):
    """The first day of a month written « 2026-11 »."""
    try:
        return lire_jour(f"{brut}-01", defaut=defaut) if _MOIS.fullmatch(brut) else defaut
    except TypeError:
        return defaut


def premier_du(annee, mois):
    """The first day of a month given in figures, however long; None when there is no such month."""
    try:
        return _borner(date(annee, mois, 1))
    except (ValueError, OverflowError):
        return None


def lire_texte(brut, *, longueur=100):
    """What was searched, in one clean line: no control character (PostgreSQL refuses NUL), trimmed."""
    lisible = tout_a_plat((brut or "")[: longueur * 4].replace("\0", " "))
    return " ".join(lisible.split())[:longueur]


def lire_entier(brut, *, defaut=0):
    """A positive whole number that the database can hold."""
    lisible = isinstance(brut, str) and brut.isascii() and brut.isdigit() and len(brut) <= CHIFFRES_MAXIMUM
    return int(brut) if lisible else defaut
