"""The cells of an uploaded spreadsheet: CSV or XLSX, bounded, nothing evaluated, nothing fetched."""

import csv
import io
import zipfile
import zlib
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.errors import Refus
from common.exports import sans_formule
from common.nettoyage import nettoyer_typographie

OCTETS_MAX = 1_000_000
# A year of menus has some nine hundred dishes a restaurant.
LIGNES_MAX, COLONNES_MAX, SIGNES_MAX = 1_500, 30, 1_000
OCTETS_DECOMPRESSES_MAX, FICHIERS_MAX = 12_000_000, 100
ZIP, ANCIEN = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ARCHIVE_ABIMEE = (
    BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
CLASSEUR = "xl/workbook.xml"
# What a spreadsheet never needs, in each way to write it: a document that defines its own entities.
_ENTITES = [mot.encode(code) for mot in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
ENREGISTREZ = "Dans votre tableur, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) » ou « CSV »."


def lire_tableau(fichier) -> list[list]:
    """Give the lines of an uploaded file; a ``Refus`` says why it cannot be read."""
    if fichier.size > OCTETS_MAX:
        raise Refus("Ce fichier est trop lourd : 1 Mo au plus, soit une année de menus.", code="trop_lourd")
    contenu = fichier.read(OCTETS_MAX + 1)
    if contenu.startswith(ANCIEN):
        raise Refus(f"Ce classeur est ancien, ou protégé par un mot de passe. {ENREGISTREZ}", code="ancien")
    lignes = _lire_xlsx(contenu) if contenu.startswith(ZIP) else _lire_csv(contenu)
    while lignes and not any(cellule not in (None, "") for cellule in lignes[-1]):
        lignes.pop()
    return lignes


def _trop_de_lignes():
    return Refus(f"Ce tableau a plus de {LIGNES_MAX} lignes : coupez-le en plusieurs fichiers.", code="trop_de_lignes")


def _illisible():
    return Refus(f"Ce fichier n’est pas un tableau que nous savons lire. {ENREGISTREZ}", code="illisible")


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
                raise _trop_de_lignes()
            lignes.append([nettoyer_typographie(c[:SIGNES_MAX]) for c in ligne[:COLONNES_MAX]])
    except csv.Error as erreur:
        raise Refus(
            f"Le fichier CSV est mal formé vers la ligne {len(lignes) + 1} : un guillemet reste ouvert, ou une case"
            " est trop longue.",
            code="csv",
        ) from erreur
    return lignes


def _lire_xlsx(contenu):
    _verifier_l_archive(contenu)
    try:
        classeur = load_workbook(io.BytesIO(contenu), read_only=True, data_only=False, keep_links=False)
        try:
            return _lire_feuille(classeur.worksheets[0])
        finally:
            classeur.close()
    except Refus:
        raise
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError) as erreur:
        raise _illisible() from erreur
    except Exception as erreur:
        # openpyxl lets through whatever its XML reader throws (ParseError, EntitiesForbidden…).
        if type(erreur).__module__.startswith(("xml", "defusedxml", "openpyxl", "zlib")):
            raise _illisible() from erreur
        raise


def _verifier_l_archive(contenu):
    """Refuse what would grow too big once open, or that is no workbook: before anything reads it."""
    try:
        with ZipFile(io.BytesIO(contenu)) as archive:
            entrees = archive.infolist()
            # zipfile never gives more than the size announced: an archive that lies is cut short, then refused.
            if len(entrees) > FICHIERS_MAX or sum(e.file_size for e in entrees) > OCTETS_DECOMPRESSES_MAX:
                raise Refus("Ce classeur est trop gros une fois ouvert : n’y gardez que les menus.", code="bombe")
            if CLASSEUR not in archive.namelist():
                raise _illisible()
            for entree in entrees:
                if entree.filename.endswith((".xml", ".rels")):
                    morceau = archive.read(entree)
                    if any(mot in morceau for mot in _ENTITES):
                        raise _illisible()
    except (
        BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as erreur:
        raise _illisible() from erreur


def _lire_feuille(feuille):
    # The size that a sheet announces may be a lie of a million lines: count what comes.
    feuille.reset_dimensions()
    lignes = []
    for rangee in feuille.iter_rows(max_col=COLONNES_MAX):
        if len(lignes) >= LIGNES_MAX:
            raise _trop_de_lignes()
        valeurs = [_valeur(cellule) for cellule in rangee]
        while valeurs and valeurs[-1] is None:
            valeurs.pop()
        lignes.append(valeurs)
    return lignes


def _valeur(cellule):
    """Give what a cell holds; a formula as it is written, never its result."""
    valeur = cellule.value
    if getattr(cellule, "data_type", "") == "f":
        return "=" + str(valeur).lstrip("=")[:SIGNES_MAX]
    if isinstance(valeur, str):
        return nettoyer_typographie(valeur[:SIGNES_MAX])
    if isinstance(valeur, float) and valeur.is_integer():
        return int(valeur)
    return valeur


def ecrire_csv(lignes: list[list[str]]) -> bytes:
    """Write lines that Excel opens as they are: semicolons, and a mark for its accents."""
    tampon = io.StringIO()
    csv.writer(tampon, delimiter=";", lineterminator="\r\n").writerows(map(sans_formule, ligne) for ligne in lignes)
    return tampon.getvalue().encode("utf-8-sig")


def ecrire_xlsx(lignes: list[list], *, titre: str) -> bytes:
    """Write lines as a workbook of one sheet."""
    classeur, tampon = Workbook(), io.BytesIO()
    feuille = classeur.active
    feuille.title = titre
    for ligne in lignes:
        feuille.append(ligne)
    feuille.freeze_panes = "A2"
    for colonne, largeur in zip("ABCDEFGHIJ", (12, 22, 20, 36, 24, 24, 22, 14, 12, 18), strict=True):
        feuille.column_dimensions[colonne].width = largeur
    classeur.save(tampon)
    return tampon.getvalue()
