"""Office documents and texts: what they say they are, bounded, without macros. They are stored unchanged."""

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

# What each archive holds when it is what it says.
PIECES = {"docx": "[Content_Types].xml", "xlsx": "[Content_Types].xml", "odt": "mimetype", "ods": "mimetype"}
ABIMEE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip
FICHIERS_MAXIMUM, OCTETS_OUVERTS_MAXIMUM = 2_000, 200_000_000
TYPES, LIAISON, INTERNE, LIEN = "[Content_Types].xml", 1_000_000, "Internal", "/relationships/hyperlink"
# Programs: Word's and Excel's, LibreOffice's, and what both run inside of a page.
PROGRAMMES = re.compile(r"vbaproject|(^|/)(basic|scripts|activex)/|\.(exe|dll|js|vbs|bat|cmd|ps1|hta|lnk|scr|msi)$")
TETE = 1024
ACTIFS = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"#!")
AUTRE_SORTE = (
    "Ce fichier porte un nom en « .{extension} », mais son contenu est d’une autre sorte. "
    "Ouvrez-le dans son logiciel, puis enregistrez-le ou exportez-le de nouveau."
)


def est_un_document(brut: bytes, extension: str) -> bool:
    """Whether an office document is one, of a reasonable size once open, that runs and fetches nothing."""
    try:
        with zipfile.ZipFile(BytesIO(brut)) as archive:
            entrees = archive.infolist()
            if len(entrees) > FICHIERS_MAXIMUM or sum(e.file_size for e in entrees) > OCTETS_OUVERTS_MAXIMUM:
                return False
            noms = {e.filename for e in entrees}
            if PIECES[extension] not in noms or any(PROGRAMMES.search(nom.lower()) for nom in noms):
                return False
            return not any(_agit(archive, entree) for entree in entrees)
    except ABIMEE:
        return False


def _agit(archive, entree):
    """Whether a part of the archive announces macros, or loads something from outside (a template, a picture)."""
    nom = entree.filename.lower()
    if nom == TYPES.lower():
        return b"macroenabled" in archive.read(entree).lower()
    if not nom.endswith(".rels"):
        return False
    if entree.file_size > LIAISON:
        return True
    try:
        liaisons = ElementTree.fromstring(archive.read(entree), forbid_dtd=True).iter()
    except (ParseError, DefusedXmlException):
        return True
    return any(
        lien.get("TargetMode", INTERNE) != INTERNE and not lien.get("Type", "").endswith(LIEN) for lien in liaisons
    )


def est_un_texte(brut: bytes, extension: str) -> bool:
    """Whether a text (CSV, ICS) has nothing that a browser or a computer would run."""
    tete = brut[:TETE].lower()
    return b"\0" not in tete and not tete.startswith((b"mz", b"\x7felf")) and not any(a in tete for a in ACTIFS)
