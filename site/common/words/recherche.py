"""Find among rows: by any word, a telephone in any writing, a date, an e-mail address; a slip is forgiven. Pure.

Every search of the staff goes through ``Index``, over texts made by ``mots_a_chercher`` and stored with the rows:
three thousand families are read and searched in some tens of milliseconds, with one answer whatever the database.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import OSA

from common.words.nettoyage import tout_a_plat
from common.words.noms import fautes_permises, mots
from common.words.telephones import chiffres, normaliser

MOTS_MAX = 8
_DATE = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_TELEPHONE = re.compile(r"(?<![\w])(\+|00)?\d(?:[\s.\-/()]*\d){5,}(?!\w)")
_COURRIEL = re.compile(r"[^\s@]+@[^\s@]*")
_NUMERO_DE = re.compile(r"\bn\s*[°º]|№", re.IGNORECASE)
_NUMERO = re.compile(r"[+\d][\d\s.]*")
# Part of a number: fewer figures are a whole word (a house, a family), more are looked for within a telephone.
CHIFFRES_D_UN_MOT = 5
LETTRES_DEDANS = 4


def _mot_de_date(jour: date) -> str:
    return f"d{jour:%Y%m%d}"


def _mots_de(valeur) -> list[str]:
    if valeur in (None, ""):
        return []
    if isinstance(valeur, date):
        return [_mot_de_date(valeur)]
    texte = str(valeur)
    if _NUMERO.fullmatch(texte):
        return [chiffres(texte)]
    trouves = mots(texte)
    colles = ["".join(trouves)] if len(trouves) > 1 else []
    return [*trouves, *colles, texte.strip().lower()] if "@" in texte else [*trouves, *colles]


def mots_a_chercher(*valeurs) -> str:
    """The words by which a row is found: each value's, and each value in one word (« ndiaye »)."""
    return " ".join(dict.fromkeys(mot for valeur in valeurs for mot in _mots_de(valeur)))


def lire_recherche(texte: str) -> list[str]:
    """What was typed as words of ``mots_a_chercher``: dates, telephones and e-mail addresses are one each."""
    reste, voulus = _NUMERO_DE.sub(" ", tout_a_plat(texte)), []

    def prendre(motif, lire):
        nonlocal reste
        for trouve in motif.finditer(reste):
            if (mot := lire(trouve)) is not None:
                voulus.append(mot)
                reste = reste.replace(trouve.group(), " ", 1)

    prendre(_COURRIEL, lambda m: m.group().lower())
    prendre(_DATE, _lire_date)
    prendre(_TELEPHONE, lambda m: chiffres(normaliser(m.group()) or m.group()))
    return [*voulus, *mots(reste)][:MOTS_MAX]


def _lire_date(trouve):
    jour, mois, annee, *autre = trouve.groups()
    try:
        return _mot_de_date(date(int(annee or autre[0]), int(mois or autre[1]), int(jour or autre[2])))
    except ValueError:
        return None


@dataclass(frozen=True)
class Trouves:
    """The keys found, and whether a slip had to be forgiven to find them."""

    cles: frozenset
    approche: bool = False


class Index:
    """Texts by the key of their row; several texts of one key (a family and its people) are one."""

    def __init__(self, textes):
        self.textes = defaultdict(str)
        for cle, texte in textes:
            self.textes[cle] += f" {texte}"

    def chercher(self, texte: str) -> Trouves:
        """What holds every word; when nothing does, what holds every word but for a slip of the fingers."""
        voulus = lire_recherche(texte)
        if not voulus:
            return Trouves(frozenset() if tout_a_plat(texte) else frozenset(self.textes))
        exacts = [self._dont(mot) for mot in voulus]
        if communs := frozenset.intersection(*exacts):
            return Trouves(communs)
        proches = [exact | self._proches(mot) for exact, mot in zip(exacts, voulus, strict=True)]
        return Trouves(frozenset.intersection(*proches), approche=True)

    def proches(self, texte: str) -> frozenset:
        """What holds every word, exactly or but for a slip; empty for no word."""
        voulus = lire_recherche(texte)
        return frozenset.intersection(*(self._dont(m) | self._proches(m) for m in voulus)) if voulus else frozenset()

    def _dont(self, mot):
        dedans = _est_dedans(mot)
        return frozenset(cle for cle, texte in self.textes.items() if dedans in texte and _tient(mot, texte))

    def _proches(self, mot):
        permises = fautes_permises(mot)
        if not permises:
            return frozenset()
        lignes = defaultdict(set)
        for cle, texte in self.textes.items():
            for un in texte.split():
                lignes[un].add(cle)
        proches = process.extract(mot, list(lignes), scorer=OSA.distance, score_cutoff=permises, limit=None)
        return frozenset().union(*(lignes[un] for un, fautes, _ in proches if fautes_permises(un) >= fautes))


def _est_dedans(mot):
    return mot if len(mot) >= LETTRES_DEDANS and not (mot.isdigit() and len(mot) <= CHIFFRES_D_UN_MOT) else f" {mot}"


def _tient(mot, texte):
    """A short number is a whole word: « 42 » is not « 420 »."""
    return not (mot.isdigit() and len(mot) <= CHIFFRES_D_UN_MOT) or f" {mot} " in f"{texte} "
