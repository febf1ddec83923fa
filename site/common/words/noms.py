"""Names and texts that compare and sort as people expect. Pure.

Capitals, accents, hyphens and apostrophes do not count; letters that Unicode does not split (ı ł ø đ ß œ) are written
as a French keyboard writes them; « Abdel Kader » is « Abdelkader ».
"""

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

from common.words.nettoyage import nettoyer

# Words that many names share: « Le Goff » is not « Le Gall ».
PARTICULES = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "el", "al", "ben", "von", "van", "da", "dos"})
# Between the first names of a list; a hyphen joins the halves of one.
_SEPARES = re.compile(r"[\s,;]+")
_SEPARATEURS = re.compile(r"[^a-z0-9]+")
FIN = "\t"  # before every sign that a key of sorting holds


def sans_accents(texte: str) -> str:
    """``texte`` in small plain letters, sign by sign; dashes, apostrophes and commas as spaces."""
    return "".join(map(_signe, texte))


@lru_cache(maxsize=4096)
def _signe(signe):
    lettres = anyascii(signe).lower()
    return " " if lettres in ("-", "'", "`", ",", "--") else lettres


def positions(texte: str) -> list[int]:
    """For each sign of ``sans_accents(texte)``, its index in ``texte``; then the length of ``texte``."""
    places = []
    for rang, signe in enumerate(texte):
        places += [rang] * len(_signe(signe))
    return [*places, len(texte)]


@lru_cache(maxsize=32768)
def _mots(texte):
    return tuple(mot for mot in _SEPARATEURS.split(anyascii(nettoyer(texte)).lower()) if mot)


def mots(texte: str) -> list[str]:
    return list(_mots(texte))


def colle(texte: str) -> str:
    """``texte`` as one comparable word: « N’Diaye » and « ndiaye » are the same."""
    return "".join(_mots(texte))


def cle_de_tri(*textes: str) -> str:
    """Sorts as a French directory does: by words, without accents; then the next text."""
    return FIN.join(" ".join(_mots(texte)) for texte in textes)


def meme_texte(un: str, autre: str) -> bool:
    """Whether two texts are the same, spelled otherwise."""
    return colle(un) == colle(autre)


def meme_prenom(saisi: str, connu: str) -> bool:
    """Whether two lists of first names may be of one adult: people type their first, files hold several.

    One whole first name in common is enough; a part of a compound one is not, unless it is all that was typed.
    """
    communs = {colle(p) for p in _SEPARES.split(nettoyer(saisi))} & {colle(p) for p in _SEPARES.split(nettoyer(connu))}
    return bool(communs - {""}) or prenom_contenu(saisi, connu)


def _suites(parts):
    """Every run of neighbouring words, in one word."""
    return {"".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}


def prenom_contenu(un: str, autre: str) -> bool:
    """Whether two children may be one by their first names: the same, or one within the other.

    « Marie » may be « Marie-Lou »; a part in common is not enough: « Marie-Lou » and « Marie-Ange » are twins.
    """
    court, long = sorted((mots(un), mots(autre)), key=len)
    return bool(court) and "".join(court) in _suites(long)


def _parts_du_nom(nom: str) -> set[str]:
    """What tells a name from another: its runs of words in one (« N’Diaye », « NDIAYE »), particles apart."""
    parts = mots(nom)
    runs = (parts[i:j] for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    telles = {"".join(run) for run in runs if any(len(m) > 1 and m not in PARTICULES for m in run)}
    return telles | ({"".join(parts)} - {""})


def meme_nom(saisis, connus) -> bool:
    """Whether a typed name (usual, of birth) is one of the file's; a half of a double name is enough."""
    return any(_parts_du_nom(saisi) & _parts_du_nom(connu) for saisi in saisis for connu in connus)


def fautes_permises(mot: str) -> int:
    """How many slips of the fingers a word may hold: none in a short one or in a number."""
    if len(mot) < 4 or any(signe.isdigit() for signe in mot):
        return 0
    return 1 if len(mot) < 9 else 2


def voisins(un: str, autre: str) -> bool:
    """Whether two comparable words differ by a slip: a letter more, less, other, or two exchanged."""
    permises = min(fautes_permises(un), fautes_permises(autre))
    return OSA.distance(un, autre, score_cutoff=permises) <= permises


def presque_meme_nom(saisis, connus) -> bool:
    """Whether a typed name is one of the file's, a slip forgiven: « Jaouenn », « Jaouen »."""
    return any(
        voisins(un, autre)
        for saisi in saisis for connu in connus for un in _parts_du_nom(saisi) for autre in _parts_du_nom(connu)
    )  # fmt: skip
