"""Small pictures that people send, the town's shield and a portrait: judged, and stored as the judge wrote them."""

import hashlib

from django import forms
from django.core.files.base import ContentFile
from django.db import models

from common.errors import Refus
from common.files.judge.judge import juger
from common.files.judge.rules import VIGNETTE


def reencoder(fichier) -> ContentFile:
    """The picture as a new PNG of reasonable size; raise forms.ValidationError for what is none."""
    try:
        document = juger(fichier, VIGNETTE)
    except Refus as refus:
        raise forms.ValidationError(refus.phrase, code=refus.code) from refus
    # The name changes with the content: what browsers cached for a year is not asked for again.
    empreinte = hashlib.sha256(document.contenu).hexdigest()[:16]
    return ContentFile(document.contenu, name=f"{empreinte}.{document.extension}")


class ImageReencodeeFormField(forms.FileField):
    widget = forms.ClearableFileInput(attrs={"accept": VIGNETTE.accept})

    def clean(self, data, initial=None):
        fichier = super().clean(data, initial)
        # ``initial`` comes back when nothing is sent, False when the box « Effacer » is ticked.
        return reencoder(fichier) if fichier and fichier is not initial else fichier


class ImageReencodee(models.ImageField):
    """A picture, stored as the portal wrote it."""

    def formfield(self, **kwargs):
        return models.FileField.formfield(self, **{"form_class": ImageReencodeeFormField} | kwargs)


def installer():
    """Use our field in Wagtail's account page: its own opens a portrait with every decoder there is."""
    from wagtail.admin.forms.account import AvatarPreferencesForm

    sien = AvatarPreferencesForm.base_fields["avatar"]
    AvatarPreferencesForm.base_fields["avatar"] = ImageReencodeeFormField(label=sien.label, required=False)
