"""Files that hide what they do: where an action hangs, what lies elsewhere, what is only large once open."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array as A
from pikepdf import Dictionary as D
from pikepdf import Name as N
from PIL import Image, ImageFile

from common.files.judge import Refuse, archives, images, pdfs
from tests.tools.fichiers import deplier

AGIT = (b"app.alert", b"calc.exe", b"MZ", b"voleur", b"/JS", b"/S /JavaScript", b"/Launch", b"/EF", b"/Ref", b"/OPI")


def script():
    return D(S=N.JavaScript, JS="app.alert(1)")


def lien(document, action):
    return document.make_indirect(D(Type=N.Annot, Subtype=N.Link, Rect=[0, 0, 9, 9], A=action))


def flux(document, brut=b"", **cles):
    objet = document.make_stream(brut)
    for cle, valeur in cles.items():
        objet[f"/{cle}"] = valeur
    return objet


def forme(document, **cles):
    return D(XObject=D(X=flux(document, Type=N.XObject, Subtype=N.Form, BBox=[0, 0, 9, 9], **cles)))


def _genre_indirect(d, page, racine):
    racine.OpenAction = d.make_indirect(D(JS="app.alert(1)", S=d.make_indirect(N.JavaScript)))


def _script_en_flux(d, page, racine):
    page.Annots = A([lien(d, D(S=N.JavaScript, JS=d.make_stream(b"app.alert(1)")))])


def _script_sans_genre(d, page, racine):
    page.Annots = A([lien(d, D(JS="app.alert(1)")), lien(d, D(S=N.Javascript, JS="app.alert(1)"))])


def _genre_en_texte(d, page, racine):
    page.Annots = A([lien(d, D(S="JavaScript", JS=d.make_stream(b"app.alert(1)")))])


def _suites_de_suites(d, page, racine):
    fin = D(S=N.GoTo, Next=D(S=N.Launch, Win=D(F="calc.exe")))
    page.Annots = A([lien(d, D(S=N.GoTo, D=[page, N.Fit], Next=A([A([script()]), fin])))])


def _ronde(d, page, racine):
    action = d.make_indirect(D(S=N.GoTo, B=script()))
    action.Next = action
    racine.Outlines = D(First=D(A=action))


def _sans_fond(d, page, racine):
    fond = script()
    for _ in range(400):
        fond = A([fond])
    page.Resources = D(X=fond)


def _balises(d, page, racine):
    joint = D(EF=D(F=d.make_stream(b"MZ")))
    racine.StructTreeRoot = d.make_indirect(D(Type=N.StructTreeRoot, K=A([D(S=N.P, A=script(), AF=A([joint]))])))


def _calques(d, page, racine):
    racine.OCProperties = D(OCGs=A([]), D=D(AS=A([D(Event=N.View, A=script())])), X=script())
    page.Group = D(S=N.Transparency, Next=script())


def _champ_sans_page(d, page, racine):
    enfant = d.make_indirect(D(AA=D(K=script())))
    racine.AcroForm = D(Fields=A([d.make_indirect(D(FT=N.Tx, T="a", AA=D(C=script()), Kids=A([enfant])))]))


def _bulle(d, page, racine):
    bulle = D(Subtype=N.Popup, AA=D(E=script()))
    page.Annots = A([d.make_indirect(D(Type=N.Annot, Subtype=N.Text, Rect=[0, 0, 9, 9], Popup=bulle))])


def _autres_racines(d, page, racine):
    racine.SpiderInfo, racine.Names, racine.AcroForm = script(), A([script()]), A([script()])
    page.AA = A([script()])


def _hors_de_la_racine(d, page, racine):
    d.trailer["/Cache"] = d.make_indirect(script())
    d.trailer.Info = d.make_indirect(D(Title="x", A=script()))


def _page_d_un_autre_fichier(d, page, racine):
    page.Resources = forme(d, Ref=D(F=D(Type=N.Filespec, F="\\\\voleur\\a.pdf"), Page=0))


def _image_d_un_autre_fichier(d, page, racine):
    page.Resources = forme(d, OPI=D({"/2.0": D(Type=N.OPI, F=D(Type=N.Filespec, F="\\\\voleur\\a.tif"))}))


def _contenu_d_ailleurs(d, page, racine):
    page.Contents = flux(d, F="\\\\voleur\\a")


def _police_d_ailleurs(d, page, racine):
    police = flux(d, F=D(FS=N.URL, F="http://voleur.example/x"))
    page.Resources = D(Font=D(F1=D(Type=N.Font, Subtype=N.TrueType, FontDescriptor=D(FontFile2=police))))


def _adresses_deguisees(d, page, racine):
    racine.URI = D(Base="file:///voleur/")
    pieges = ("JaVaScRiPt:app.alert(1)", "\x01javascript:app.alert(1)", "file:///calc.exe", "\\\\voleur\\x",
              "data:text/html,app.alert", "ms-word:ofe|u|http://voleur.example")  # fmt: skip
    page.Annots = A([lien(d, D(S=N.URI, URI=u)) for u in (*pieges, N("/javascript:app.alert"), D(X=script()))])


def _autre_document(d, page, racine):
    page.Annots = A([lien(d, D(S=N.GoToE, F="\\\\voleur\\x", T=D(R=N.C)))])


POSES = [f for nom, f in sorted(globals().items()) if nom.startswith("_") and getattr(f, "__module__", "") == __name__]


@pytest.mark.parametrize("poser", POSES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("laver", [pdfs.pages_seules, pdfs.sans_actions], ids=["dossier", "site"])
def test_nothing_acts_nor_is_fetched_wherever_it_hangs(poser, laver):
    document, sortie = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(99, 99))
    poser(document, document.pages[0].obj, document.Root)
    document.save(sortie)
    assert any(mot in deplier(sortie.getvalue()) for mot in AGIT)
    propre = deplier(laver(sortie.getvalue(), maximum=60))
    assert [mot for mot in AGIT if mot in propre] == []
    with pikepdf.open(BytesIO(propre)) as lu:
        assert len(lu.pages) == 1


def test_a_name_spelt_out_and_what_follows_the_end_hide_nothing():
    document, sortie = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(99, 99))
    document.pages[0].obj.Annots = A([lien(document, script())])
    document.save(sortie, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    brut = sortie.getvalue().replace(b"/JavaScript", b"/J#61vaScrip#74")
    brut += b"\n99 0 obj\n<</S/JavaScript/JS(app.alert cache)>>\nendobj\n%%EOF"
    for laver in (pdfs.pages_seules, pdfs.sans_actions):
        assert b"app.alert" not in deplier(laver(brut, maximum=60))


# Office documents

LIAISONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{genre}" Target="{ou}" {mode}/>'
    "</Relationships>"
)
DEHORS = 'TargetMode="External"'


def archive(**contenus):
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        for nom, contenu in {"[Content_Types].xml": "<Types/>", "mimetype": "x", **contenus}.items():
            zip_.writestr(nom, contenu)
    return sortie.getvalue()


def liaison(genre, mode=DEHORS, id="r1", ou="http://voleur.example/x"):
    return archive(**{"word/_rels/settings.xml.rels": LIAISONS.format(id=id, genre=genre, mode=mode, ou=ou)})


@pytest.mark.parametrize(
    ("brut", "extension", "pris"),
    [
        (archive(), "docx", True),
        (archive(), "odt", True),
        (liaison("hyperlink"), "docx", True),
        (liaison("image", mode="", ou="media/a.png"), "docx", True),
        (liaison("image", mode='TargetMode="Internal"', ou="media/a.png"), "docx", True),
        (liaison("attachedTemplate"), "docx", False),
        (liaison("attachedTemplate", id="r>1"), "docx", False),
        (liaison("attachedTemplate", mode="TargetMode='&#69;xternal'"), "docx", False),
        (liaison("image"), "docx", False),
        (liaison("externalLinkPath", ou="\\\\voleur\\a.xlsx"), "xlsx", False),
        (archive(**{"_rels/.rels": LIAISONS.encode("utf-16")}), "docx", False),
        (archive(**{"_rels/.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "docx", False),
        (archive(**{"_rels/.rels": " " * 1_000_001}), "docx", False),
        (archive(**{"Basic/Standard/Module1.xml": "x"}), "odt", False),
        (archive(**{"Scripts/python/a.py": "x"}), "ods", False),
        (archive(**{"word/ACTIVEX/a.bin": "x"}), "docx", False),
        (archive(**{"xl/media/facture.EXE": "MZ"}), "xlsx", False),
        (archive(**{"[Content_Types].xml": "<a b='application/vnd.ms-word.document.macroEnabled.main+xml'/>"}),
         "docx", False),
    ],
    # The bytes change with the time: the workers would not see the same tests.
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)  # fmt: skip
def test_an_office_document_runs_nothing_and_fetches_nothing(brut, extension, pris):
    assert archives.est_un_document(brut, extension) is pris


# Pictures


def encode(image, genre, **options):
    sortie = BytesIO()
    image.save(sortie, genre, **options)
    return sortie.getvalue()


def passes(entre, combien=60):
    brut = encode(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    return brut[:-2] + (entre + brut[brut.rfind(b"\xff\xda") : -2]) * combien + b"\xff\xd9"


@pytest.mark.parametrize("entre", [b"\xff\xff", b"\xff\xd0", b"\xff\xd0\xff\xff", b"\xff\x01", b"\xff\xfe\0\x04ab"])
def test_scans_are_counted_whatever_stands_between_them(entre):
    with pytest.raises(Refuse) as refus:
        images.ecrire(passes(entre), cote=100)
    assert refus.value.code == "passes"


def morceau(genre, contenu):
    return struct.pack(">I", len(contenu)) + genre + contenu + struct.pack(">I", zlib.crc32(genre + contenu))


def png(*morceaux, pixels=None):
    tete = morceau(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
    donnees = morceau(b"IDAT", pixels or zlib.compress(b"\0" * (64 * 193)))
    return b"\x89PNG\r\n\x1a\n" + tete + b"".join(morceaux) + donnees + morceau(b"IEND", b"")


BOMBE = zlib.compress(b"\0" * 20_000_000, 9)


@pytest.mark.parametrize("genre", [b"zTXt", b"iCCP"])
def test_a_text_of_a_picture_that_opens_without_end_is_refused(genre, monkeypatch):
    # As in the child: a library that another test loads makes Pillow pass over what is cut.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    with pytest.raises(Refuse) as refus:
        images.ecrire(png(*[morceau(genre, b"k\0\0" + BOMBE)] * 3), cote=100)
    assert refus.value.code == "illisible"


def test_pixels_beyond_the_picture_are_never_made():
    assert Image.open(BytesIO(images.ecrire(png(pixels=BOMBE), cote=100)[1])).size == (64, 64)


@pytest.mark.parametrize("genre", ["WEBP", "AVIF", "HEIF", "PNG", "MPO"])
def test_of_a_picture_that_moves_one_is_looked_at(genre):
    import pillow_heif

    pillow_heif.register_heif_opener()
    vues = [Image.new("RGB", (64, 64), (n * 40, 9, 9)) for n in range(5)]
    brut = encode(vues[0], genre, save_all=True, append_images=vues[1:])
    with Image.open(BytesIO(images.ecrire(brut, cote=100, genre="JPEG")[1])) as gardee:
        assert getattr(gardee, "n_frames", 1) == 1
        assert gardee.getpixel((9, 9))[0] < 40


@pytest.mark.parametrize("genre", ["TIFF", "ICO", "BMP", "GIF", "PCX", "TGA", "PPM", "EPS", "ICNS", "JPEG2000"])
def test_no_other_decoder_is_ever_tried_whatever_the_name_says(genre):
    with pytest.raises(Refuse) as refus:
        images.ecrire(encode(Image.new("RGB", (64, 64)), genre), cote=100)
    assert refus.value.code == "illisible"


@pytest.mark.parametrize("suite", [b"\xff", b"\xff\xd0", b"\xff\xfe\0\x02", b"\xff\xe2\0\x10MPF\0" + b"\0" * 10])
def test_a_flood_of_marks_takes_no_time(suite):
    import time

    brut = encode(Image.new("L", (64, 64)), "JPEG")
    debut = time.process_time()
    for crue in (brut[:-2] + suite * (1_000_000 // len(suite)) + brut[-2:], brut + suite * 100_000):
        assert images.ecrire(crue, cote=100)[0] == "jpg"
    assert time.process_time() - debut < 5
