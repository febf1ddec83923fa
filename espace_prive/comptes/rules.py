"""Decided from values alone: how long a session lives, what a browser is called, recovery codes. Pure."""

import re
from datetime import datetime, timedelta
from secrets import choice

# How long a session lives after its last page, and after the sign-in. Parents sign in over breakfast and book when
# the period opens at eight: hashing eight hundred passwords in that minute is what would slow the site down, so the
# telephone that one always uses stays signed in two hours. A browser met for the first time (a friend's, the
# library's) and the staff, who read the files of all families, are asked again after half an hour.
REPOS_CONNU, REPOS_NOUVEAU, REPOS_PERSONNEL = timedelta(hours=2), timedelta(minutes=30), timedelta(minutes=30)
DUREE_PARENT, DUREE_PERSONNEL = timedelta(hours=12), timedelta(hours=8)
# The last page is noted at most this often: a page read in between writes nothing.
PAS = timedelta(minutes=3)


def regime(*, personnel: bool, connu: bool) -> tuple[timedelta, timedelta]:
    """How long a session lives: (after its last page, in all)."""
    if personnel:
        return REPOS_PERSONNEL, DUREE_PERSONNEL
    return (REPOS_CONNU if connu else REPOS_NOUVEAU), DUREE_PARENT


def fin_de_session(*, ouverte: datetime, vue: datetime, repos: timedelta, duree: timedelta) -> datetime:
    """When a session ends if no other page is read."""
    return min(vue + repos, ouverte + duree)


# In this order: Edge and Opera say Chrome too, Chrome says Safari.
_NAVIGATEURS = (
    ("Edge", r"\bEdgA?\b|EdgiOS"),
    ("Opera", r"\bOPR\b|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS|Chromium"),
    ("Safari", r"Safari"),
)
_MACHINES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("un téléphone Android", r"Android.*Mobile"),
    ("une tablette Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def nom_de_l_appareil(agent: str) -> str:
    """Which browser a User-Agent names, in words: « Firefox sur un téléphone Android »."""

    def premier(liste):
        return next((nom for nom, motif in liste if re.search(motif, agent)), "")

    navigateur, machine = premier(_NAVIGATEURS), premier(_MACHINES)
    if not navigateur and not machine:
        return "Appareil non reconnu"
    return f"{navigateur or 'Un navigateur'} sur {machine or 'un appareil non reconnu'}"


CODES, LONGUEUR_CODE = 10, 10
# No letter that is taken for a figure, nor the other way round.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def tirer_codes() -> list[str]:
    """Draw the recovery codes, of fifty bits each, as they are shown: « K7QF3-9MXDA ».

    None is all figures: it would be taken for a code of the application.
    """
    tires: set[str] = set()
    while len(tires) < CODES:
        code = "".join(choice(ALPHABET) for _ in range(LONGUEUR_CODE))
        if not code.isdigit():
            tires.add(f"{code[:5]}-{code[5:]}")
    return sorted(tires)


def normaliser_code(saisi: str) -> str:
    """A recovery code as it is hashed, however it was typed."""
    return re.sub(r"[\s-]", "", saisi).upper()
