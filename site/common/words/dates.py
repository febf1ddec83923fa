"""Arithmetic of days that the calendar makes tricky. Pure."""

import re
from datetime import date, datetime, time, timedelta

from common.words.noms import mots, sans_accents
from common.words.typo import MOIS

_ECRIT = re.compile(r"\b(\d{1,2})(?:er)? ([a-z]{3,9})\b\.?(?: (\d{4}))?")
_CHIFFRES = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")


def age(naissance: date, jour: date) -> int:
    """Years on ``jour``; somebody born on 29 February is a year older on 1 March."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def lundi_de(jour: date) -> date:
    """Give the Monday of the week of ``jour``."""
    return jour - timedelta(days=jour.weekday())


def premier_du_mois(jour: date, decalage: int = 0) -> date:
    """Give the first day of the month ``decalage`` months after that of ``jour`` (before, when negative)."""
    rang = jour.year * 12 + jour.month - 1 + decalage
    return date(rang // 12, rang % 12 + 1, 1)


def dernier_du_mois(jour: date) -> date:
    """Give the last day of the month of ``jour``."""
    return premier_du_mois(jour, 1) - timedelta(days=1)


def decaler(jour: date, *, annees: int) -> date:
    """The same day ``annees`` years later (earlier when negative); 28 February for one that does not exist."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


def lire_jour_ecrit(texte: str, aujourdhui: date) -> date | None:
    """The day written in a text, « 30 novembre », « 30/11 »; without a year, the nearest to today."""
    if trouve := _CHIFFRES.search(texte):
        jour, mois, annee = (int(n) if n else None for n in trouve.groups())
    elif trouve := _ECRIT.search(" ".join(mots(texte))):
        rangs = [rang for rang, nom in enumerate(MOIS, 1) if sans_accents(nom).startswith(trouve[2])]
        if len(rangs) != 1:
            return None
        jour, mois, annee = int(trouve[1]), rangs[0], int(trouve[3]) if trouve[3] else None
    else:
        return None
    annees = [annee] if annee else [aujourdhui.year + n for n in (-1, 0, 1)]
    possibles = [lu for an in annees if (lu := _date(an, mois, jour))]
    return min(possibles, key=lambda lu: abs(lu - aujourdhui), default=None)


def _date(annee, mois, jour):
    try:
        return date(annee, mois, jour)
    except ValueError:
        return None


def est_la_veille(limite: datetime, heure: time, *, maintenant: datetime) -> bool:
    """Tell whether it is the evening before ``limite``, from ``heure`` on; the night and the morning too, never after.

    So a worker that was stopped that evening still tells it, and one that starts too late tells nothing.
    """
    veille = datetime.combine(limite.date() - timedelta(days=1), heure, tzinfo=limite.tzinfo)
    return veille <= maintenant < limite
