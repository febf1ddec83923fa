"""Pictures that people send: read, checked, and written anew, so that nothing but the picture is kept."""

import hashlib
from io import BytesIO

from django import forms
from django.core.files.base import ContentFile
from django.db import models
from PIL import Image, UnidentifiedImageError

GENRES = ("PNG", "JPEG", "WEBP")
POIDS_MAXIMUM = 2 * 1024 * 1024
COTE_MINIMUM, COTE_MAXIMUM, COTE_GARDE = 48, 6000, 512
PAS_UNE_IMAGE = "Ce fichier n’est pas une image PNG, JPEG ou WebP. Un dessin SVG doit d’abord être exporté en PNG."
TROP_LOURDE = "Cette image pèse plus de 2 Mo. Réduisez-la, puis recommencez."
MAUVAISE_TAILLE = f"Cette image doit avoir entre {COTE_MINIMUM} et {COTE_MAXIMUM} pixels de côté."


def reencoder(fichier) -> ContentFile:
    """Give the picture as a new PNG of reasonable size; raise forms.ValidationError for what is none."""
    if fichier.size > POIDS_MAXIMUM:
        raise forms.ValidationError(TROP_LOURDE, code="poids")
    try:
        fichier.seek(0)
        # Only these decoders are tried: a file of another kind is not even parsed. The size is read before the pixels.
        with Image.open(fichier, formats=GENRES) as image:
            if not all(COTE_MINIMUM <= cote <= COTE_MAXIMUM for cote in image.size):
                raise forms.ValidationError(MAUVAISE_TAILLE, code="taille")
            neuve = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as illisible:
        raise forms.ValidationError(PAS_UNE_IMAGE, code="image") from illisible
    neuve.thumbnail((COTE_GARDE, COTE_GARDE))
    sortie = BytesIO()
    neuve.save(sortie, "PNG", optimize=True)
    contenu = sortie.getvalue()
    # The name changes with the content: what browsers kept for a year is not asked for again.
    return ContentFile(contenu, name=f"{hashlib.sha256(contenu).hexdigest()[:16]}.png")


class ImageReencodeeFormField(forms.FileField):
    """A picture to send."""

    widget = forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"})

    def clean(self, data, initial=None):
        fichier = super().clean(data, initial)
        # ``initial`` comes back when nothing is sent, False when the box « Effacer » is ticked.
        return reencoder(fichier) if fichier and fichier is not initial else fichier


class ImageReencodee(models.ImageField):
    """A picture, kept as the portal wrote it."""

    def formfield(self, **kwargs):
        return models.FileField.formfield(self, **{"form_class": ImageReencodeeFormField} | kwargs)
