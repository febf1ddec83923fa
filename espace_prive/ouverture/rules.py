"""Pure rules of the ways in: keys that one can copy by hand, how long a request without a key waits."""

import secrets
from datetime import timedelta

# A request that nobody answered goes after a year, as an answered one does: the school year that it was for is over,
# and who still wants a space asks again. Agents are warned for the last month.
SANS_REPONSE, DERNIERE_ALERTE = timedelta(days=365), timedelta(days=30)
# 24 letters and 8 figures, without those that one mistakes for others on paper (0 O 1 I): 5 bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONGUEUR_CLE = 12


def tirer_cle() -> str:
    """Draw a key of sixty bits, written as on the letter: « ABCD-EFGH-JKLM »."""
    lettres = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR_CLE))
    return "-".join(lettres[i : i + 4] for i in range(0, LONGUEUR_CLE, 4))


def normaliser_cle(saisie: str) -> str:
    """The twelve signs of a key as typed: case, spaces and dashes do not count."""
    return "".join(signe for signe in saisie.upper() if signe.isalnum())
