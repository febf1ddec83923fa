"""Texts that compare as people expect: capitals, accents, dashes and apostrophes do not count. Pure."""

import unicodedata

_AVANT = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ-'’,"
_APRES = "aaaaaaceeeeiiiinooooouuuuyy    "
# The same for PostgreSQL's translate(): the embedded engine has no unaccent.
TRADUCTION = (_AVANT, _APRES)
_TABLE = str.maketrans(*TRADUCTION)
_LIGATURES = {"œ": "oe", "æ": "ae"}


def sans_accents(texte: str) -> str:
    """Give ``texte`` in lower case, without accents, œ as oe, dashes and apostrophes as spaces."""
    return "".join(_LIGATURES.get(signe, signe) for signe in texte.lower()).translate(_TABLE)


def mots(texte: str) -> list[str]:
    """Give the words of ``texte``, comparable."""
    return sans_accents(unicodedata.normalize("NFC", texte)).split()


def positions(texte: str) -> list[int]:
    """Give, for each sign of ``sans_accents(texte)``, the place in ``texte`` that it comes from, then its length."""
    places = []
    for rang, signe in enumerate(texte):
        places += [rang] * len(sans_accents(signe))
    return [*places, len(texte)]
