"""Pure rules of families: keys that one can copy by hand, telephone numbers, names that match."""

import re
import secrets
import unicodedata
from datetime import date, timedelta

from common.accents import mots

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


def meme_prenom(saisi: str, connu: str) -> bool:
    """Tell whether two lists of first names share one: people type their first, files hold several."""
    return bool(set(mots(saisi)) & set(mots(connu)))


# Words that many names share: « Le Goff » is not « Le Gall ».
PARTICULES = {"de", "du", "des", "la", "le", "les"}


def _parts_du_nom(nom: str) -> set[str]:
    """Give what tells a name from another: its words, and all of them in one (« N’Diaye », « NDIAYE »)."""
    # Marks beyond French ones too: a French keyboard writes « Nguyễn » as « Nguyen ».
    lettres = unicodedata.normalize("NFD", nom)
    parts = mots("".join(signe for signe in lettres if not unicodedata.combining(signe)))
    return {m for m in parts if len(m) > 1 and m not in PARTICULES} | ({"".join(parts)} - {""})


def meme_nom(saisis: list[str], connus: list[str]) -> bool:
    """Tell whether a typed name (usual, of birth) is one of the file's; a half of a double name is enough."""
    return any(_parts_du_nom(saisi) & _parts_du_nom(connu) for saisi in saisis for connu in connus)


def normaliser_telephone(saisie: str) -> str | None:
    """Give a number as « 06 39 98 00 01 » (or « +49 … »), or None for what is no telephone number."""
    chiffres = re.sub(r"[\s.\-()/]", "", saisie)
    chiffres = re.sub(r"^(\+33|0033)0?", "0", chiffres)
    if re.fullmatch(r"0[1-9]\d{8}", chiffres):
        return " ".join(chiffres[i : i + 2] for i in range(0, 10, 2))
    if re.fullmatch(r"\+\d{7,15}", chiffres):
        return chiffres
    return None
