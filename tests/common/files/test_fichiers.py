"""The judge of files: what holds the portal up is refused soon, one child at a time bounds what slips through."""

import fcntl
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.errors import Refus
from common.files.judge import images, judge, process
from common.files.judge.judge import EN_MEME_TEMPS, PAR_PROCESSUS, juger
from common.files.judge.rules import ILLUSTRATION, PIECE, PUBLICATION, TABLEAU, VIGNETTE
from common.files.judge.storage import StockageEntier
from tests.tools import fichiers_hostiles as hostiles
from tests.tools.fichiers import image, pdf

pillow_heif.register_heif_opener()


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Give each test places of its own."""
    settings.PLACES_DES_JUGES = tmp_path / "places"
    return settings.PLACES_DES_JUGES


def refus(fichier, regles):
    with pytest.raises(Refus) as capture:
        juger(fichier, regles)
    return capture.value.code


@pytest.mark.parametrize(
    ("fichier", "regles", "code"),
    [
        (lambda: hostiles.jpeg_a_passes(900), PIECE, "passes"),
        (lambda: hostiles.jpeg_a_passes(120, cote=4000, mode="RGB"), ILLUSTRATION, "passes"),
        (lambda: hostiles.jpeg_a_passes(120, cote=512), VIGNETTE, "passes"),
        (lambda: hostiles.png_immense(8000, 7000), PIECE, "pixels"),
        (lambda: hostiles.png_immense(30_000, 100), ILLUSTRATION, "pixels"),
        (lambda: hostiles.pdf_d_objets_serres(500), PIECE, "objets"),
        (lambda: hostiles.pdf_d_objets_serres(500), PUBLICATION, "objets"),
        (lambda: hostiles.pdf_aux_pages_repetees(900_000), PIECE, "objets"),
        (lambda: hostiles.pdf_aux_pages_repetees(9_000), PIECE, "pages"),
        (lambda: hostiles.classeur_de_textes(640_000), TABLEAU, "bombe"),
    ],
    ids=["scans", "scans-site", "scans-shield", "pixels", "side", "objstm", "objstm-site", "kids", "pages", "strings"],
)
def test_what_grows_without_end_is_counted_before_it_is_opened(fichier, regles, code):
    """Each was seen to take seconds, or hundreds of megabytes, when it was opened first."""
    fichier = fichier()
    assert fichier.size <= regles.poids
    assert refus(fichier, regles) == code


def test_what_is_just_large_is_taken_within_the_child_s_means():
    petite = juger(hostiles.png_immense(8000, 5000), PIECE)
    assert Image.open(BytesIO(petite.contenu)).size == (2600, 1625)
    assert juger(hostiles.jpeg_a_passes(20), PIECE).extension == "jpg"
    assert juger(hostiles.pdf_d_objets_serres(1), PIECE).contenu.startswith(b"%PDF-")


@pytest.mark.parametrize("borne", ["MEMOIRE", "CALCUL_SECONDES", "DUREE_SECONDES", "SORTIE"])
def test_a_child_that_meets_a_limit_ends_alone_and_the_next_file_is_judged(monkeypatch, tmp_path, borne):
    """The limits are the system's: here a judge that never ends, or takes all there is."""
    gestes = {
        "MEMOIRE": "tout = bytearray(10**10)", "CALCUL_SECONDES": "while True: pass",
        "DUREE_SECONDES": "import time; time.sleep(60)", "SORTIE": "return 'x', b'0' * 10**7",
    }  # fmt: skip
    (tmp_path / "essai.py").write_text(
        "import sys\n"
        "from common.files.judge import enfant, juges\n"
        f"def glouton(brut, nom):\n    {gestes[borne]}\n"
        "juges.piece = glouton\n"
        "enfant.CALCUL_SECONDES, enfant.DUREE_SECONDES, enfant.SORTIE = 1, 3, 10**6\n"
        "enfant.se_borner()\n"
        "sys.exit(enfant.main(*sys.argv[1:]))\n"
    )
    vrai = judge.subprocess.Popen

    def lancer(commande, **options):
        return vrai([commande[0], str(tmp_path / "essai.py"), *commande[3:]], **options | {
            "env": options["env"] | {"PYTHONPATH": str(options["cwd"])}
        })  # fmt: skip

    monkeypatch.setattr(judge.subprocess, "Popen", lancer)
    debut = time.monotonic()
    assert refus(image(), PIECE) == "complique"
    assert time.monotonic() - debut < process.DUREE_SECONDES
    monkeypatch.undo()
    assert juger(image(), PIECE).extension == "jpg"


def test_the_web_waits_no_longer_than_the_child_may_last(monkeypatch):
    monkeypatch.setattr(judge, "DUREE_SECONDES", 0.01)
    assert refus(image(), PIECE) == "complique"


def test_the_child_knows_no_secret(monkeypatch):
    vus = {}
    vrai = judge.subprocess.Popen
    monkeypatch.setattr(judge.subprocess, "Popen", lambda *a, **o: vus.update(o["env"]) or vrai(*a, **o))
    juger(image(), PIECE)
    assert not {cle for cle in vus if cle.startswith(("PORTAIL", "DATABASE", "PAYBOX", "DJANGO"))}


def test_two_are_judged_at_once_and_a_sentence_asks_the_others_to_come_back(places, monkeypatch):
    monkeypatch.setattr(judge, "ATTENTE_SECONDES", 0.3)
    with ExitStack() as prises:
        for _ in range(EN_MEME_TEMPS):
            prises.enter_context(open(judge._prendre_une_place()))
        assert refus(image(), PIECE) == "occupe"
    assert juger(image(), PIECE).extension == "jpg", "a place is free as soon as whoever held it is no more"


def test_a_place_that_frees_itself_soon_is_waited_for():
    prises = [judge._prendre_une_place() for _ in range(EN_MEME_TEMPS)]
    threading.Timer(0.3, lambda: [fcntl.flock(prise, fcntl.LOCK_UN) for prise in prises]).start()
    assert juger(image(), PIECE).extension == "jpg"


def test_files_never_hold_all_the_threads_of_a_worker(monkeypatch):
    debut = time.monotonic()
    with ExitStack() as tenues:
        for _ in range(PAR_PROCESSUS):
            tenues.enter_context(judge._du_processus)
        assert refus(image(), PIECE) == "occupe"
    assert time.monotonic() - debut < 0.5, "beyond, nobody waits"


@pytest.mark.parametrize(
    ("genre", "nom", "gardee"),
    [
        ("HEIF", "IMG_0042.HEIC", "jpg"),
        ("AVIF", "photo.avif", "jpg"),
        ("WEBP", "photo.webp", "webp"),
        ("PNG", "plan.png", "png"),
        ("HEIF", "renommee.jpg", "jpg"),
    ],
)
def test_the_photos_of_today_s_telephones_are_taken(genre, nom, gardee):
    assert juger(image(nom, genre=genre), PIECE).extension == "jpg"
    document = juger(image(nom, genre=genre), ILLUSTRATION)
    assert document.extension == gardee
    with Image.open(BytesIO(document.contenu)) as lue:
        assert lue.size == (200, 120)


def test_a_photo_is_upright_and_says_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil de la maison"
    for genre in ("JPEG", "WEBP"):
        for regles in (PIECE, ILLUSTRATION):
            document = juger(image(f"a.{genre.lower()}", genre=genre, exif=exif, suite=b"<script>"), regles)
            with Image.open(BytesIO(document.contenu)) as lue:
                assert (lue.size, dict(lue.getexif())) == ((120, 200), {})
            assert b"<script>" not in document.contenu


def test_a_transparent_picture_stays_so_on_the_site_and_is_laid_on_white_in_a_file():
    sortie = BytesIO()
    Image.new("RGBA", (100, 100), (255, 0, 0, 0)).save(sortie, "PNG")
    fichier = SimpleUploadedFile("logo.png", sortie.getvalue())
    with Image.open(BytesIO(juger(fichier, ILLUSTRATION).contenu)) as lue:
        assert lue.getpixel((50, 50))[3] == 0
    with Image.open(BytesIO(juger(fichier, PIECE).contenu)) as lue:
        assert min(lue.getpixel((50, 50))) > 250


def test_scans_are_counted_as_a_decoder_counts_them():
    simple = image().read()
    assert images.compter_les_passes(simple) == 1
    # A thumbnail in a comment of the photo has scans of its own, which are not passes over the photo.
    commentaire = b"\xff\xfe" + (len(simple) + 2).to_bytes(2, "big") + simple
    assert images.compter_les_passes(simple[:2] + commentaire + simple[2:]) == 1


def test_the_name_of_a_file_is_never_an_option_nor_too_long_for_the_child():
    for nom in ("-c.jpg", "--help.jpg", "é\udcff" + "x" * 3_000 + ".jpg", "a\nb.jpg"):
        fichier = image()
        fichier._name = nom
        assert juger(fichier, PIECE).extension == "jpg"


def test_without_room_for_the_work_a_sentence_says_so(monkeypatch):
    def plein(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(judge.tempfile, "TemporaryFile", plein)
    assert refus(image(), PIECE) == "stockage"


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    lieu = StockageEntier(location=tmp_path)

    class Tronque(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"la moitie"
            raise OSError(28, "No space left on device")

    with pytest.raises(Refus) as capture:
        lieu.save("ab/piece", Tronque(b"tout"))
    assert capture.value.code == "stockage"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(5, "I/O error")))
    with pytest.raises(Refus):
        lieu.save("ab/piece", ContentFile(b"tout"))
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_file_is_kept_whole_and_never_over_another(tmp_path):
    lieu = StockageEntier(location=tmp_path, file_permissions_mode=0o600)
    une, autre = (lieu.save("ab/piece.pdf", ContentFile(mot)) for mot in (b"une", b"autre"))
    assert une == "ab/piece.pdf" != autre
    assert [(tmp_path / nom).read_bytes() for nom in (une, autre)] == [b"une", b"autre"]
    assert (tmp_path / une).stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.rglob("*.pdf"))) == 2


def test_every_rule_names_a_judge():
    from common.files.judge import judges

    for regles in (PIECE, ILLUSTRATION, VIGNETTE, PUBLICATION, TABLEAU):
        assert callable(getattr(judges, regles.juge))
        assert refus(SimpleUploadedFile("x.pdf", b"0" * (regles.poids + 1)), regles) == "poids"
    assert refus(pdf(), replace(PIECE, extensions=("jpg",))) == "genre"
