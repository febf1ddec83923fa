"""What people send: read by a parser, refused or written anew, so that nothing but the document is kept."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from common.errors import Refus

POIDS_MAXIMUM = 8 * 1024 * 1024
PIXELS_MAXIMUM = 40_000_000
COTE_GARDE = 2600
PAGES_MAXIMUM = 60
GENRES = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/jpeg"}
ACCEPTES = ".pdf,.jpg,.jpeg,.png"
TROP_LOURD = "Ce fichier pèse plus de 8 Mo. Photographiez-le en plus petit, ou enregistrez-le en PDF."
VIDE = "Ce fichier est vide. Choisissez-le de nouveau."
MAUVAIS_GENRE = "Envoyez un PDF, ou une photo JPG ou PNG."
ILLISIBLE = "Ce fichier ne s’ouvre pas : il n’est pas ce que son nom annonce, ou il est abîmé."
PROTEGE = "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez."
TROP_DE_PAGES = f"Ce PDF a plus de {PAGES_MAXIMUM} pages. Envoyez seulement celles qui servent."
# What makes a page act by itself, in annotations and in the document.
ACTIFS = ("/AA", "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/AF", "/XFA")


@dataclass(frozen=True)
class Document:
    """A document fit to be kept."""

    nom: str
    genre: str
    contenu: bytes


def nettoyer_nom(nom: str, genre: str) -> str:
    """Give a name that any system can save: no path, no control character, the extension of what is kept."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", nom))[-1].rsplit(".", 1)[0]
    base = "".join(s for s in base if unicodedata.category(s)[0] in "LNPSZ" and s not in '<>:"|?*%;')
    base = re.sub(r"\s+", " ", base).strip(" .")[:80] or "document"
    return f"{base}.{'pdf' if genre == GENRES['pdf'] else 'jpg'}"


def controler(fichier) -> Document:
    """Give the document that was sent, made safe; raise Refus with what to do."""
    if not fichier.size:
        raise Refus(VIDE, code="vide")
    if fichier.size > POIDS_MAXIMUM:
        raise Refus(TROP_LOURD, code="poids")
    extension = fichier.name.rsplit(".", 1)[-1].lower() if "." in fichier.name else ""
    if extension not in GENRES:
        raise Refus(MAUVAIS_GENRE, code="genre")
    fichier.seek(0)
    brut = fichier.read()
    genre = GENRES[extension]
    contenu = _pdf(brut) if extension == "pdf" else _image(brut)
    return Document(nettoyer_nom(fichier.name, genre), genre, contenu)


def _image(brut: bytes) -> bytes:
    """Write the picture anew as a JPEG: without its place, its camera, nor what hides behind its end."""
    try:
        with Image.open(BytesIO(brut), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > PIXELS_MAXIMUM:
                raise Refus(TROP_LOURD, code="poids")
            neuve = ImageOps.exif_transpose(image).convert("RGBA")
            fond = Image.new("RGB", neuve.size, "white")
            fond.paste(neuve, mask=neuve.getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as erreur:
        raise Refus(ILLISIBLE, code="illisible") from erreur
    fond.thumbnail((COTE_GARDE, COTE_GARDE))
    sortie = BytesIO()
    fond.save(sortie, "JPEG", quality=85, optimize=True)
    return sortie.getvalue()


def _pdf(brut: bytes) -> bytes:
    """Open the PDF with a parser, take away what acts by itself, and write it anew."""
    if not brut.startswith(b"%PDF-"):
        raise Refus(ILLISIBLE, code="illisible")
    try:
        with pikepdf.open(BytesIO(brut)) as pdf:
            if pdf.is_encrypted:
                raise Refus(PROTEGE, code="protege")
            if not 0 < len(pdf.pages) <= PAGES_MAXIMUM:
                raise Refus(TROP_DE_PAGES if pdf.pages else ILLISIBLE, code="pages")
            _desarmer(pdf)
            sortie = BytesIO()
            pdf.save(sortie)
    except pikepdf.PasswordError as erreur:
        raise Refus(PROTEGE, code="protege") from erreur
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as erreur:
        raise Refus(ILLISIBLE, code="illisible") from erreur
    return sortie.getvalue()


def _desarmer(pdf) -> None:
    """Take away scripts, actions, attached files and forms of a PDF; its text and pictures stay."""
    racine = pdf.Root
    for cle in (*ACTIFS, "/AcroForm", "/Collection"):
        if cle in racine:
            del racine[cle]
    if "/Names" in racine:
        del racine["/Names"]
    for page in pdf.pages:
        for cle in ACTIFS:
            if cle in page:
                del page[cle]
        if "/Annots" in page:
            del page["/Annots"]
    if "/Metadata" in racine:
        del racine["/Metadata"]
    del pdf.docinfo
