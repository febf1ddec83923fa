"""The judges: each returns the extension and the bytes to store, or raises Refuse. Run in the child alone.

Their libraries are imported when needed: a photo does not wait for the reader of workbooks.
"""

from common.files.judge import Refuse

# The sides of what is kept: a page photographed stays readable, a picture of the site fills a wide screen.
COTE_PIECE, COTE_ILLUSTRATION, COTE_VIGNETTE = 2600, 3000, 512
COTE_MINIMUM = 48
PAGES_PIECE, PAGES_PUBLICATION = 60, 500


def _extension(nom):
    return nom.rsplit(".", 1)[-1].lower() if "." in nom else ""


def piece(brut: bytes, nom: str):
    """What a family hands over: a PDF of pages alone, or a photo written anew as a JPEG."""
    if _extension(nom) == "pdf":
        from common.files.judge import pdfs

        return "pdf", pdfs.pages_seules(brut, maximum=PAGES_PIECE)
    from common.files.judge import images

    return images.ecrire(brut, cote=COTE_PIECE, genre="JPEG")


def illustration(brut: bytes, nom: str):
    """A picture of the site, of which every other size is made later."""
    from common.files.judge import images

    return images.ecrire(brut, cote=COTE_ILLUSTRATION)


def vignette(brut: bytes, nom: str):
    """The town's shield, a portrait: a small PNG."""
    from common.files.judge import images

    return images.ecrire(brut, cote=COTE_VIGNETTE, genre="PNG", minimum=COTE_MINIMUM)


def publication(brut: bytes, nom: str):
    """A document that the site publishes: what its name says, without macros nor what acts by itself."""
    from common.files.judge import archives

    extension = _extension(nom)
    if extension == "pdf":
        from common.files.judge import pdfs

        return extension, pdfs.sans_actions(brut, maximum=PAGES_PUBLICATION)
    convient = archives.est_un_document if extension in archives.PIECES else archives.est_un_texte
    if not convient(brut, extension):
        raise Refuse(archives.AUTRE_SORTE.format(extension=extension), code="contenu")
    return extension, brut


def tableau(brut: bytes, nom: str):
    """The cells of a workbook or of a CSV, as JSON."""
    from common.files.judge import tables

    return "json", tables.en_json(tables.lire(brut))
