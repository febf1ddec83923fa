"""A list as a file for a spreadsheet: its content is read as text or numbers, never run as a formula."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from common import clock, journal

GENRES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet takes for the beginning of a formula, whatever the name of the family says.
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Signs that no workbook holds.
INTERDITS = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}


def demande(request) -> str:
    """The format that the page was asked for (``?format=csv``), or nothing."""
    genre = request.GET.get("format", "")
    return genre if genre in GENRES else ""


def reponse(genre, nom, colonnes, lignes, *, par) -> HttpResponse:
    """The file ``nom`` with its columns (names) and lines (texts, amounts, days, None); ``par`` read it all."""
    lignes = list(lignes)
    journal.noter_liste(f"fichier {nom}", len(lignes), par=par)
    ecrire = _csv if genre == "csv" else _xlsx
    fichier = f"{nom}-{clock.aujourdhui():%Y-%m-%d}.{genre}"
    entetes = {"Content-Disposition": f'attachment; filename="{fichier}"'}
    return HttpResponse(ecrire([list(colonnes), *lignes]), content_type=GENRES[genre], headers=entetes)


def _csv(lignes) -> bytes:
    """What a French spreadsheet opens by a double click: semicolons, commas in amounts, a byte-order mark."""
    texte = io.StringIO()
    csv.writer(texte, delimiter=";").writerows([_mot(valeur) for valeur in ligne] for ligne in lignes)
    return texte.getvalue().encode("utf-8-sig", "replace")


def _mot(valeur):
    match valeur:
        case None:
            return ""
        case Decimal():
            return f"{valeur:.2f}".replace(".", ",")
        case datetime():
            return f"{valeur.astimezone(clock.fuseau()):%d/%m/%Y %H:%M}"
        case date():
            return f"{valeur:%d/%m/%Y}"
        case int():
            return valeur
    return sans_formule(str(valeur))


def sans_formule(texte: str) -> str:
    """A text safe in a CSV file: an apostrophe before what a cell would run."""
    return f"'{texte}" if texte.lstrip(" \u00a0\u202f").startswith(FORMULES) else texte


def proteger_wagtail():
    """Make all of Wagtail's lists and reports do so: its workbooks are safe, its CSV files are not."""
    SpreadsheetExportMixin.write_csv_row = _ecrire_une_ligne


def _ecrire_une_ligne(vue, ecrivain, ligne):
    cellules = {champ: vue.preprocess_field_value(champ, v, vue.FORMAT_CSV) for champ, v in ligne.items()}
    return ecrivain.writerow(
        {c: v if isinstance(v, int | float) else sans_formule(str(v)) for c, v in cellules.items()}
    )


def _xlsx(lignes) -> bytes:
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("Liste")
    for ligne in lignes:
        feuille.append([_cellule(feuille, valeur) for valeur in ligne])
    fichier = io.BytesIO()
    classeur.save(fichier)
    return fichier.getvalue()


def _cellule(feuille, valeur):
    if isinstance(valeur, datetime):
        valeur = valeur.astimezone(clock.fuseau()).replace(tzinfo=None)
    if valeur is None or isinstance(valeur, Decimal | date | int):
        return valeur
    cellule = WriteOnlyCell(feuille, value=str(valeur).translate(INTERDITS))
    cellule.data_type = "s"
    return cellule
