"""Pictures: counted, then read, then written anew, so that nothing but the picture remains."""

import re
from io import BytesIO

from common.files.judge import ILLISIBLE, Refuse

EXTENSIONS = ("jpg", "jpeg", "png", "webp", "avif", "heic", "heif")
# Only these decoders are tried: a file of another kind is not even parsed.
GENRES = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
GARDES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
PIXELS_MAXIMUM = 50_000_000
COTE_MAXIMUM = 20_000
# A telephone writes ten of them; each is another pass over the whole picture.
PASSES_MAXIMUM = 40
TROP_DE_PIXELS = "Cette image est trop grande : 50 millions de pixels au plus. Réduisez-la, puis recommencez."
TROP_PETITE = "Cette image est trop petite : {minimum} pixels de côté au moins."
TROP_DE_PASSES = "Cette photo est enregistrée d’une façon inhabituelle. Enregistrez-la de nouveau en JPG."
# In a JPEG's data, what follows FF is a marker unless it is 00 (a data byte FF), a restart, or another FF.
_MARQUE = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_SANS_CORPS, _PASSE, _FIN = {0x01, 0xD8}, 0xDA, 0xD9


def compter_les_passes(brut: bytes) -> int:
    """Count the scans of a JPEG, without decoding any; stop past the limit."""
    place, passes = 2, 0
    while (marque := _MARQUE.search(brut, place)) and passes <= PASSES_MAXIMUM:
        code, place = marque[1][0], marque.end()
        if code == _FIN:
            break
        passes += code == _PASSE
        if code not in _SANS_CORPS:
            place += int.from_bytes(brut[place : place + 2], "big")
    return passes


def ecrire(brut: bytes, *, cote: int, genre: str = "", minimum: int = 1) -> tuple[str, bytes]:
    """Write the picture anew, ``cote`` pixels at most: without location, camera, nor what hides after its end.

    Return its extension and its bytes, of ``genre``; else of its own type where the web knows it, JPEG where it does
    not.
    """
    import pillow_heif
    from PIL import Image, UnidentifiedImageError

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    if brut.startswith(b"\xff\xd8") and compter_les_passes(brut) > PASSES_MAXIMUM:
        raise Refuse(TROP_DE_PASSES, code="passes")
    Image.MAX_IMAGE_PIXELS = PIXELS_MAXIMUM
    try:
        with Image.open(BytesIO(brut), formats=GENRES) as image:
            if image.width * image.height > PIXELS_MAXIMUM or max(image.size) > COTE_MAXIMUM:
                raise Refuse(TROP_DE_PIXELS, code="pixels")
            if min(image.size) < minimum:
                raise Refuse(TROP_PETITE.format(minimum=minimum), code="petite")
            genre = genre or (image.format if image.format in GARDES else "JPEG")
            return GARDES[genre], _enregistrer(_reduire(image, cote), genre)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError) as erreur:
        raise Refuse(ILLISIBLE, code="illisible") from erreur


def _reduire(image, cote):
    """The picture upright, in RGB, with its transparency if it has any, no larger than ``cote``."""
    from PIL import ImageOps

    # A JPEG is decoded at the size that is stored, or little more.
    image.draft("RGB", (cote, cote))
    # Made small before it is given its colours, which take four times the memory; a palette cannot be.
    if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((cote, cote), reducing_gap=3.0)
    image = ImageOps.exif_transpose(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _enregistrer(image, genre):
    from PIL import Image

    if genre == "JPEG" and image.mode == "RGBA":
        fond = Image.new("RGB", image.size, "white")
        fond.paste(image, mask=image.getchannel("A"))
        image = fond
    # A copy of the pixels alone: Pillow would write back the profile and the comments that came with the picture.
    neuve = Image.new(image.mode, image.size)
    neuve.paste(image)
    sortie = BytesIO()
    neuve.save(sortie, genre, **{"JPEG": {"quality": 85, "optimize": True}, "WEBP": {"quality": 85}}.get(genre, {}))
    return sortie.getvalue()
