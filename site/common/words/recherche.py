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
from common.words.noms import fautes_permises, mots, sans_accents
from common.words.telephones import chiffres, normaliser
from common.words.typo import MOIS

MOTS_MAX = 8
_DATE = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d\d)\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_DATE_COLLEE = re.compile(r"\b([0-3]\d)([01]\d)((?:19|20)\d\d)\b")
_DATE_ECRITE = re.compile(r"\b(\d{1,2})(?:\s?er)?\s+([^\W\d_]{3,9})\.?\s+(\d{4})\b", re.IGNORECASE)
# Of a year of two figures: « 17 » is 2017, « 83 » is 1983.
SIECLE = 50
# What one says before a name or a number, and no file holds.
POLITESSES = frozenset({"famille", "foyer", "dossier", "madame", "mme", "monsieur", "mr"})
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
        for trouve in list(motif.finditer(reste)):
            if (mot := lire(trouve)) is not None:
                voulus.append(mot)
                reste = reste.replace(trouve.group(), " ", 1)

    prendre(_COURRIEL, lambda m: m.group().lower())
    prendre(_DATE, _lire_date)
    prendre(_DATE_COLLEE, lambda m: _mot_du(m[3], m[2], m[1]))
    prendre(_DATE_ECRITE, lambda m: _mot_du(m[3], _mois_ecrit(m[2]), m[1]))
    prendre(_TELEPHONE, lambda m: chiffres(normaliser(m.group()) or m.group()))
    restent = mots(reste)
    dits = [mot for mot in restent if mot not in POLITESSES]
    return [*voulus, *(dits if voulus or dits else restent)][:MOTS_MAX]


def _lire_date(trouve):
    jour, mois, annee, *autre = trouve.groups()
    if annee and len(annee) == len("17"):
        annee = f"{20 if int(annee) < SIECLE else 19}{annee}"
    return _mot_du(annee or autre[0], mois or autre[1], jour or autre[2])


def _mot_du(annee, mois, jour):
    try:
        return _mot_de_date(date(int(annee), int(mois), int(jour)))
    except ValueError:
        return None


def _mois_ecrit(texte) -> int:
    """The month of that name, whole or shortened; 0, which no date has, for what is none or several."""
    rangs = [rang for rang, nom in enumerate(MOIS, 1) if sans_accents(nom).startswith(sans_accents(texte))]
    return rangs[0] if len(rangs) == 1 else 0


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
