"""What families send: judged, named so that any system can save it."""

import re
import unicodedata
from dataclasses import replace

from common.files.judge.judge import Document, juger
from common.files.judge.rules import PIECE

GENRES = {"pdf": "application/pdf", "jpg": "image/jpeg"}


def nettoyer_nom(nom: str, extension: str) -> str:
    """A name that any system can save: no path, no control character, the extension of the stored content."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", nom))[-1].rsplit(".", 1)[0]
    base = "".join(s for s in base if unicodedata.category(s)[0] in "LNPSZ" and s not in '<>:"|?*%;')
    base = re.sub(r"\s+", " ", base).strip(" .")[:80] or "document"
    return f"{base}.{extension}"


def controler(fichier) -> Document:
    """The document sent, made safe; raise Refus with what to do."""
    document = juger(fichier, PIECE)
    return replace(document, nom=nettoyer_nom(document.nom, document.extension))
