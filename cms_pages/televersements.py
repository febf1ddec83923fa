"""What editors send: a file must be what its name says, and nothing that a browser or a computer would run."""

import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm

from common import typo

TETE = 1024
# What each archive holds when it is what it says.
PIECES = {"docx": "[Content_Types].xml", "xlsx": "[Content_Types].xml", "odt": "mimetype", "ods": "mimetype"}
ACTIFS = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"#!")


def refus_du_document(nom: str, fichier) -> str:
    """Say why a file is refused; nothing when it may be published."""
    extension = PurePath(nom).suffix.lower().lstrip(".")
    acceptees = settings.WAGTAILDOCS_EXTENSIONS
    if extension not in acceptees:
        noms = typo.enumeration((e.upper() for e in acceptees), liaison="ou")
        genre = f" ({extension.upper()})" if extension else ""
        return f"Ce type de fichier{genre} n’est pas accepté : il pourrait être dangereux. Envoyez un fichier {noms}."
    fichier.seek(0)
    convient = _est_une_archive(fichier, extension) if extension in PIECES else _convient(fichier, extension)
    fichier.seek(0)
    if not convient:
        return (
            f"Ce fichier porte un nom en « .{extension} », mais son contenu est d’une autre sorte. "
            "Ouvrez-le dans son logiciel, puis enregistrez-le ou exportez-le de nouveau."
        )
    return ""


def _convient(fichier, extension):
    tete = fichier.read(TETE)
    if extension == "pdf":
        return b"%PDF-" in tete
    return b"\0" not in tete and not tete.startswith((b"MZ", b"\x7fELF")) and not _est_actif(tete)


def _est_actif(tete):
    return any(marque in tete.lower() for marque in ACTIFS)


def _est_une_archive(fichier, extension):
    """Tell whether an office document is one, without macros."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            noms = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return PIECES[extension] in noms and not any("vbaproject" in nom.lower() for nom in noms)


class DocumentForm(BaseDocumentForm):
    """Wagtail's form, which looks into the file."""

    def clean_file(self):
        fichier = self.cleaned_data["file"]
        if "file" in self.changed_data and (refus := refus_du_document(fichier.name, fichier)):
            raise ValidationError(refus, code="contenu")
        return fichier

    def _post_clean(self):
        """Say one thing of a refused file: the model, which is given none, would judge its extension."""
        refus = self._errors.get("file")
        dit = refus and refus.copy()
        super()._post_clean()
        if dit:
            self._errors["file"] = dit
