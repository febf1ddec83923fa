"""Pure rules of families: keys that one can copy by hand, school years that follow each other."""

import secrets
from datetime import date, timedelta

# 24 letters and 8 figures, without those that one mistakes for others on paper (0 O 1 I): 5 bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONGUEUR_CLE = 12
# Longer than any summer, shorter than a school year.
ETE = timedelta(days=120)


def tirer_cle() -> str:
    """Draw a key of sixty bits, written as on the letter: « ABCD-EFGH-JKLM »."""
    lettres = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR_CLE))
    return "-".join(lettres[i : i + 4] for i in range(0, LONGUEUR_CLE, 4))


def normaliser_cle(saisie: str) -> str:
    """Give the twelve signs of a key as typed: case, spaces and dashes do not count."""
    return "".join(signe for signe in saisie.upper() if signe.isalnum())


def se_suivent(fin: date, debut: date) -> bool:
    """Tell whether the school year that begins on ``debut`` follows that which ends on ``fin``: a summer apart."""
    return timedelta(0) < debut - fin < ETE
