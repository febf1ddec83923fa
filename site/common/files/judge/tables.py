"""The cells of a spreadsheet: CSV or XLSX, bounded, nothing evaluated, nothing fetched."""

import csv
import io
import json
from zipfile import ZipFile

from common.files.judge import Refuse
from common.files.judge.archives import ABIMEE

# A year of menus has some nine hundred dishes a restaurant.
LIGNES_MAX, COLONNES_MAX, SIGNES_MAX = 1_500, 30, 1_000
OCTETS_DECOMPRESSES_MAX, FICHIERS_MAX = 12_000_000, 100
# Texts, rows, cells, styles: whatever a reader builds in memory opens a tag. A full table has 360,000.
BALISES_MAX = 400_000
ZIP, ANCIEN = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
CLASSEUR = "xl/workbook.xml"
# What a spreadsheet never needs: a document that defines its own entities, or whose tags are not read byte by byte.
_JAMAIS = (b"<!DOCTYPE", b"<!ENTITY", b"\0")
ENREGISTREZ = "Dans votre tableur, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) » ou « CSV »."
_TROP_DE_LIGNES = f"Ce tableau a plus de {LIGNES_MAX} lignes : coupez-le en plusieurs fichiers."
_TROP_GROS = "Ce classeur est trop gros une fois ouvert : n’y gardez que le tableau."


def lire(contenu: bytes) -> list[list]:
    """The lines of a spreadsheet; Refuse says why it cannot be read."""
    if contenu.startswith(ANCIEN):
        raise Refuse(f"Ce classeur est ancien, ou protégé par un mot de passe. {ENREGISTREZ}", code="ancien")
    lignes = _lire_xlsx(contenu) if contenu.startswith(ZIP) else _lire_csv(contenu)
    while lignes and not any(cellule not in (None, "") for cellule in lignes[-1]):
        lignes.pop()
    return lignes


def en_json(lignes: list[list]) -> bytes:
    return json.dumps(lignes, default=lambda v: v.isoformat() if hasattr(v, "isoformat") else str(v)).encode()


def _illisible():
    return Refuse(f"Ce fichier n’est pas un tableau que nous savons lire. {ENREGISTREZ}", code="illisible")


def _lire_csv(contenu):
    if b"\x00" in contenu:
        raise _illisible()
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = contenu.decode("cp1252", errors="replace")
    titres = next((ligne for ligne in texte.splitlines() if ligne.strip()), "")
    separateur = max(";,\t", key=titres.count)
    if titres and separateur not in titres:  # one column: the text of something else
        raise _illisible()
    lignes = []
    try:
        for ligne in csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True):
            if len(lignes) >= LIGNES_MAX:
                raise Refuse(_TROP_DE_LIGNES, code="trop_de_lignes")
            lignes.append([cellule[:SIGNES_MAX] for cellule in ligne[:COLONNES_MAX]])
    except csv.Error as erreur:
        raise Refuse(
            f"Le fichier CSV est mal formé vers la ligne {len(lignes) + 1} : un guillemet reste ouvert, ou une case"
            " est trop longue.",
            code="csv",
        ) from erreur
    return lignes


def _lire_xlsx(contenu):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _verifier_l_archive(contenu)
    try:
        classeur = load_workbook(io.BytesIO(contenu), read_only=True, data_only=False, keep_links=False)
        try:
            return _lire_feuille(classeur.worksheets[0])
        finally:
            classeur.close()
    except (InvalidFileException, *ABIMEE, KeyError, IndexError, TypeError, AttributeError) as erreur:
        raise _illisible() from erreur
    except Exception as erreur:
        # openpyxl lets through whatever its XML reader throws (ParseError, EntitiesForbidden…).
        if type(erreur).__module__.startswith(("xml", "defusedxml", "openpyxl", "zlib")):
            raise _illisible() from erreur
        raise


def _verifier_l_archive(contenu):
    """Refuse what would grow too big once open, or is no workbook: before anything reads it."""
    balises = 0
    try:
        with ZipFile(io.BytesIO(contenu)) as archive:
            entrees = archive.infolist()
            # zipfile never gives more than the size announced: an archive that lies is cut short, then refused.
            if len(entrees) > FICHIERS_MAX or sum(e.file_size for e in entrees) > OCTETS_DECOMPRESSES_MAX:
                raise Refuse(_TROP_GROS, code="bombe")
            if CLASSEUR not in archive.namelist():
                raise _illisible()
            for entree in entrees:
                if entree.filename.endswith((".xml", ".rels")):
                    morceau = archive.read(entree)
                    if any(mot in morceau for mot in _JAMAIS):
                        raise _illisible()
                    balises += morceau.count(b"<")
    except ABIMEE as erreur:
        raise _illisible() from erreur
    if balises > BALISES_MAX:
        raise Refuse(_TROP_GROS, code="bombe")


def _lire_feuille(feuille):
    # The size that a sheet announces may be a lie of a million lines: count what comes.
    feuille.reset_dimensions()
    lignes = []
    for rangee in feuille.iter_rows(max_col=COLONNES_MAX):
        if len(lignes) >= LIGNES_MAX:
            raise Refuse(_TROP_DE_LIGNES, code="trop_de_lignes")
        valeurs = [_valeur(cellule) for cellule in rangee]
        while valeurs and valeurs[-1] is None:
            valeurs.pop()
        lignes.append(valeurs)
    return lignes


def _valeur(cellule):
    """What a cell holds; a formula as it is written, never its result."""
    valeur = cellule.value
    if getattr(cellule, "data_type", "") == "f":
        return "=" + str(valeur).lstrip("=")[:SIGNES_MAX]
    if isinstance(valeur, str):
        return valeur[:SIGNES_MAX]
    if isinstance(valeur, float) and valeur.is_integer():
        return int(valeur)
    return valeur
