"""What leaves as a spreadsheet: a text that a cell would run as a formula is shown as the text it is."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula.
DEBUTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def sans_formule(valeur):
    """Give a cell as a CSV file may hold it: an apostrophe before a text that would be run; numbers as they are."""
    if valeur is None or isinstance(valeur, int | float):
        return valeur
    texte = str(valeur)
    return f"'{texte}" if texte.lstrip(" ").startswith(DEBUTS) else texte


def _ecrire_une_ligne(vue, writer, ligne):
    cellules = {champ: vue.preprocess_field_value(champ, v, vue.FORMAT_CSV) for champ, v in ligne.items()}
    return writer.writerow({champ: sans_formule(valeur) for champ, valeur in cellules.items()})


def proteger_wagtail():
    """Have all of Wagtail's lists and reports write so: its workbooks are safe, its CSV files are not."""
    SpreadsheetExportMixin.write_csv_row = _ecrire_une_ligne
