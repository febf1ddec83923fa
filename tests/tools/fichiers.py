"""Files that people send, good and bad, made in memory."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def image(nom="photo.jpg", *, genre="JPEG", taille=(200, 120), suite=b"", **options):
    """Give a picture; ``suite`` is what hides behind its end."""
    sortie = BytesIO()
    Image.new("RGB", taille, "teal").save(sortie, genre, **options)
    return SimpleUploadedFile(nom, sortie.getvalue() + suite)


def image_localisee():
    """Give a photo that says where it was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F] = "Appareil de la maison"
    exif[0x8825] = {1: "N", 2: (47.0, 19.0, 0.0)}
    return image(exif=exif)


def pdf(nom="attestation.pdf", *, actif=False, mot_de_passe="", pages=1):
    """Give a PDF; ``actif`` with a script, an attached file and a form that leaves."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if actif:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(
                Names=["a", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(2)")]
            )
        )
        document.attachments["virus.exe"] = b"MZ"
        document.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x()"))
        document.pages[0].obj.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))]
        )  # fmt: skip
    sortie = BytesIO()
    chiffre = pikepdf.Encryption(owner=mot_de_passe, user=mot_de_passe) if mot_de_passe else False
    document.save(sortie, encryption=chiffre)
    return SimpleUploadedFile(nom, sortie.getvalue())
