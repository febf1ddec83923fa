"""Private documents: what is refused, what is cleaned, what is kept, and how it leaves."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from common import clock
from common.errors import Refus
from common.files.cipher import DOCUMENTS, Indechiffrable, chiffrer, dechiffrer
from common.files.judge.rules import PIECE
from espace_prive.documents import services
from espace_prive.documents.controle import controler, nettoyer_nom
from espace_prive.documents.models import Piece
from espace_prive.documents.reponses import repondre
from tests.tools.fichiers import deplier, image, image_localisee, pdf, pdf_actif

# Where a script hangs in the PDF of the tests.
OU = ("ouverture", "fermeture", "page", "arbre", "champ", "signet", "signet2", "noms", "xfa", "film", "a part")
GIF = b"GIF89a\x01\x00\x01\x00<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("fichier", "code"),
    [
        (SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script></html>"), "illisible"),
        (SimpleUploadedFile("page.pdf", b"%PDF-1.4\n<html><script>alert(1)</script></html>"), "illisible"),
        (SimpleUploadedFile("image.png", GIF), "illisible"),
        (SimpleUploadedFile("image.gif", GIF), "genre"),
        (SimpleUploadedFile("dessin.svg", b"<svg onload='x()'/>"), "genre"),
        (SimpleUploadedFile("sans-extension", b"%PDF-1.4"), "genre"),
        (SimpleUploadedFile("vide.pdf", b""), "vide"),
        (SimpleUploadedFile("gros.pdf", b"%PDF-" + b"0" * PIECE.poids), "poids"),
        (SimpleUploadedFile("tronque.jpg", b"\xff\xd8\xff\xe0" + b"0" * 400), "illisible"),
        (SimpleUploadedFile("cache.pdf", b"0" * 500 + b"%PDF-1.4"), "illisible"),
    ],
    ids=lambda v: getattr(v, "name", v),
)
def test_what_is_not_a_document_is_refused(fichier, code):
    with pytest.raises(Refus) as refus:
        controler(fichier)
    assert refus.value.code == code


def test_a_protected_pdf_and_one_with_too_many_pages_are_refused():
    for fichier, code in ((pdf(mot_de_passe="secret"), "protege"), (pdf(pages=61), "pages")):
        with pytest.raises(Refus) as refus:
            controler(fichier)
        assert refus.value.code == code


def test_a_pdf_that_everybody_opens_is_taken_though_its_author_locked_it():
    propre = controler(pdf(proprietaire="secret"))
    with pikepdf.open(BytesIO(propre.contenu)) as lu:
        assert not lu.is_encrypted


def test_a_pdf_loses_every_action_wherever_it_hangs_and_keeps_what_one_sees():
    envoye = pdf_actif()
    brut = envoye.read()
    assert all(f"app.alert {ou}".encode() in deplier(brut) for ou in OU)
    propre = controler(envoye).contenu
    ecrit = deplier(propre)
    for mot in (b"JavaScript", b"app.alert", b"Launch", b"calc.exe", b"MZ", b"URI", b"SubmitForm", b"/S /"):
        assert mot not in ecrit
    with pikepdf.open(BytesIO(propre)) as lu:
        assert not {"/OpenAction", "/Names", "/AcroForm", "/AA", "/Outlines", "/PieceInfo"} & set(lu.Root.keys())
        assert not {"/AA", "/Annots"} & set(lu.pages[0].keys())
        assert not lu.attachments
    with pikepdf.open(BytesIO(brut)) as avant, pikepdf.open(BytesIO(propre)) as apres:
        contenu = avant.pages[0].Contents.read_bytes()
        flux = apres.pages[0].Contents
        assert contenu in b"".join(f.read_bytes() for f in (flux if isinstance(flux, pikepdf.Array) else [flux]))
        assert apres.pages[0].Resources.Font.keys() >= avant.pages[0].Resources.Font.keys()
        assert [list(p.MediaBox) for p in apres.pages] == [list(p.MediaBox) for p in avant.pages]
    assert PdfReader(BytesIO(propre)).pages[0].extract_text().split("\n") == [
        "Bonjour", "Police nommee AA", "Rempli a la main",
    ]  # fmt: skip


def test_the_pictures_of_a_pdf_stay():
    sortie = BytesIO()
    Image.open(image()).save(sortie, "PDF")
    propre = controler(SimpleUploadedFile("scan.pdf", sortie.getvalue())).contenu
    avant, apres = (PdfReader(BytesIO(c)).pages[0].images[0].image for c in (sortie.getvalue(), propre))
    assert avant.tobytes() == apres.tobytes()


def test_a_picture_loses_its_place_and_what_hides_behind_it():
    propre = controler(image_localisee())
    with Image.open(BytesIO(propre.contenu)) as lue:
        assert dict(lue.getexif()) == {}
    assert b"<script>" not in controler(image(suite=b"<script>alert(1)</script>")).contenu
    assert controler(image("photo.png", genre="PNG")).nom == "photo.jpg"


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('C:\\Users\\moi\\PAI "Zoé".PDF', "PAI Zoé.pdf"),
        ("Phạm Thị Hương 保育園.pdf", "Phạm Thị Hương 保育園.pdf"),
        ("\r\nSet-Cookie: a=b.pdf", "Set-Cookie a=b.pdf"),
        ("...pdf", "document.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
    ],
)
def test_a_name_can_be_saved_anywhere(nom, attendu):
    assert nettoyer_nom(nom, "pdf") == attendu


@pytest.mark.django_db
def test_a_document_is_unreadable_on_the_disk_and_comes_back_whole(agent):
    piece = services.deposer(controler(pdf()), par=agent)
    with services.stockage().open(piece.chemin) as fichier:
        chiffre = fichier.read()
    assert b"%PDF" not in chiffre
    assert piece.nom not in piece.chemin
    assert services.ouvrir(piece).startswith(b"%PDF")
    assert services.ouvrir(piece) == controler(pdf()).contenu or len(services.ouvrir(piece)) == piece.taille


@pytest.mark.django_db
def test_a_file_changed_or_exchanged_is_not_served(agent):
    une, autre = (
        services.deposer(controler(image()), par=agent),
        services.deposer(controler(image(taille=(90, 90))), par=agent),
    )
    lieu = services.stockage()
    with lieu.open(autre.chemin) as fichier:
        contenu = fichier.read()
    lieu.delete(une.chemin)
    with pytest.raises(Refus, match="ne peut pas être ouvert"):
        services.ouvrir(une)
    lieu.save(une.chemin, ContentFile(contenu))
    with pytest.raises(Refus, match="ne peut pas être ouvert"):
        services.ouvrir(une)


def test_a_replaced_key_still_opens(settings):
    chiffre = chiffrer(b"secret", usage=DOCUMENTS, lie_a=b"un")
    settings.ANCIENNES_CLES_DOCUMENTS = [settings.CLE_DOCUMENTS]
    settings.CLE_DOCUMENTS = "une-nouvelle-cle-de-documents-0123456789"
    assert dechiffrer(chiffre, usage=DOCUMENTS, lie_a=b"un") == b"secret"
    settings.ANCIENNES_CLES_DOCUMENTS = []
    with pytest.raises(Indechiffrable):
        dechiffrer(chiffre, usage=DOCUMENTS, lie_a=b"un")


@pytest.mark.django_db
def test_a_document_is_saved_by_the_browser_and_never_run(agent):
    reponse = repondre(services.deposer(controler(pdf('été "2026".pdf')), par=agent))
    assert reponse["Content-Disposition"].startswith("attachment; ")
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reponse["Content-Security-Policy"]
    assert reponse["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_files_without_a_row_go_after_a_day_and_no_other(agent, settings, django_capture_on_commit_callbacks):
    gardee = services.deposer(controler(image()), par=agent)
    perdue = services.deposer(controler(image()), par=agent)
    Piece.objects.filter(pk=perdue.pk).delete()
    assert services.balayer() == 0
    settings.HORLOGE = (clock.maintenant() + timedelta(days=400)).isoformat()
    assert services.balayer() >= 1  # those of other tests too: the storage is in memory, and not emptied
    assert not services.stockage().exists(perdue.chemin)
    assert services.ouvrir(gardee)
    with django_capture_on_commit_callbacks(execute=True):
        services.effacer(gardee)
    assert not services.stockage().exists(gardee.chemin)
