"""Office documents and texts: what they say they are, bounded, without macros. They are kept as they are."""

import zipfile
import zlib
from io import BytesIO

# What each archive holds when it is what it says.
PIECES = {"docx": "[Content_Types].xml", "xlsx": "[Content_Types].xml", "odt": "mimetype", "ods": "mimetype"}
ABIMEE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip
FICHIERS_MAXIMUM, OCTETS_OUVERTS_MAXIMUM = 2_000, 200_000_000
TETE = 1024
ACTIFS = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"#!")
AUTRE_SORTE = (
    "Ce fichier porte un nom en « .{extension} », mais son contenu est d’une autre sorte. "
    "Ouvrez-le dans son logiciel, puis enregistrez-le ou exportez-le de nouveau."
)


def est_un_document(brut: bytes, extension: str) -> bool:
    """Tell whether an office document is one, of a reasonable size once open, without macros."""
    try:
        with zipfile.ZipFile(BytesIO(brut)) as archive:
            entrees = archive.infolist()
    except ABIMEE:
        return False
    if len(entrees) > FICHIERS_MAXIMUM or sum(e.file_size for e in entrees) > OCTETS_OUVERTS_MAXIMUM:
        return False
    noms = {e.filename for e in entrees}
    return PIECES[extension] in noms and not any("vbaproject" in nom.lower() for nom in noms)


def est_un_texte(brut: bytes, extension: str) -> bool:
    """Tell whether a text (CSV, ICS) holds nothing that a browser or a computer would run."""
    tete = brut[:TETE].lower()
    return b"\0" not in tete and not tete.startswith((b"mz", b"\x7felf")) and not any(a in tete for a in ACTIFS)
