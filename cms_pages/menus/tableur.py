"""Tables in and out: what is uploaded is read by the judge of files, what is given is CSV or XLSX."""

import csv
import io
import json

from openpyxl import Workbook

from common.files.export import sans_formule
from common.files.judge.judge import juger
from common.files.judge.rules import TABLEAU
from common.words.nettoyage import nettoyer_typographie


def lire_tableau(fichier) -> list[list]:
    """The lines of an uploaded file; a ``Refus`` says why it cannot be read. Dates are ISO texts."""
    lignes = json.loads(juger(fichier, TABLEAU).contenu)
    return [[nettoyer_typographie(c) if isinstance(c, str) else c for c in ligne] for ligne in lignes]


def ecrire_csv(lignes: list[list], *, separateur=";") -> bytes:
    """Lines that Excel opens directly: semicolons, and a byte-order mark for its accents."""
    tampon = io.StringIO()
    csv.writer(tampon, delimiter=separateur, lineterminator="\r\n").writerows(map(sans_formule, li) for li in lignes)
    return tampon.getvalue().encode("utf-8-sig")


def ecrire_xlsx(lignes: list[list], *, titre: str) -> bytes:
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
