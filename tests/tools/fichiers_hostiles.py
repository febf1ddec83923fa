"""Files made to hold the portal up: small on the wire, endless once open."""

import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image


def jpeg_a_passes(passes, *, cote=6300, mode="L", nom="photo.jpg"):
    """Give a progressive JPEG whose last scan comes ``passes`` times again."""
    sortie = BytesIO()
    Image.new(mode, (cote, cote), 128).save(sortie, "JPEG", progressive=True, quality=50)
    brut = sortie.getvalue()
    derniere = brut[brut.rfind(b"\xff\xda") : -2]
    return SimpleUploadedFile(nom, brut[:-2] + derniere * passes + b"\xff\xd9")


def png_immense(largeur=8000, hauteur=5000, mode="RGB"):
    """Give a picture of one colour: a hundred kilobytes for hundreds of megabytes of pixels."""
    sortie = BytesIO()
    Image.new(mode, (largeur, hauteur)).save(sortie, "PNG")
    return SimpleUploadedFile("bombe.png", sortie.getvalue())


def pdf_d_objets_serres(megaoctets):
    """Give a PDF whose first objects lie in a stream that opens to ``megaoctets``."""
    racine, pages = b"<</Type/Catalog/Pages 2 0 R>> ", b"<</Type/Pages/Count 1/Kids[4 0 R]>> "
    tete = b"1 0 2 %d " % len(racine)
    flux = zlib.compress(tete + racine + pages + b" " * (megaoctets * 1024 * 1024), 9)
    places, brut = {}, b"%PDF-1.5\n"
    for numero, corps in (
        (4, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (3, b"<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (len(tete), len(flux))
            + flux + b"\nendstream"),
    ):  # fmt: skip
        places[numero] = len(brut)
        brut += b"%d 0 obj\n%s\nendobj\n" % (numero, corps)
    entrees = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, places[3], 0), (1, places[4], 0), (1, len(brut), 0)]
    table = b"".join(bytes([g]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for g, a, b in entrees)
    debut = len(brut)
    brut += b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    brut += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % debut
    return SimpleUploadedFile("serre.pdf", brut)


def pdf_aux_pages_repetees(combien):
    """Give a PDF whose tree names the same page ``combien`` times."""
    objets = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (combien, b"3 0 R " * combien),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    brut, places = b"%PDF-1.4\n", []
    for numero, corps in enumerate(objets, 1):
        places.append(len(brut))
        brut += b"%d 0 obj\n%s\nendobj\n" % (numero, corps)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    brut += b"xref\n0 4\n0000000000 65535 f \n%strailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table, len(brut),
    )  # fmt: skip
    return SimpleUploadedFile("pages.pdf", brut)


def classeur_de_textes(combien):
    """Give a workbook whose list of shared texts has ``combien`` empty ones."""
    espace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    genre = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    tampon, sortie = BytesIO(), BytesIO()
    classeur = Workbook()
    classeur.active.append(["Date", "Plat"])
    classeur.save(tampon)
    with zipfile.ZipFile(tampon) as lu, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            contenu = lu.read(nom)
            if nom == "[Content_Types].xml":
                part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{genre}"/></Types>'
                contenu = contenu.replace(b"</Types>", part.encode())
            ecrit.writestr(nom, contenu)
        textes = b"<si><t/></si>" * combien
        ecrit.writestr("xl/sharedStrings.xml", f'<sst xmlns="{espace}">'.encode() + textes + b"</sst>")
    return SimpleUploadedFile("textes.xlsx", sortie.getvalue())
