"""The field of a document to send."""

from django import forms

from common.errors import Refus
from espace_prive.documents.controle import ACCEPTES, controler


class PieceField(forms.FileField):
    """A PDF or a photo; what cannot be kept is refused beside the field."""

    widget = forms.FileInput(attrs={"accept": ACCEPTES})

    def __init__(self, **options):
        options.setdefault("help_text", "Un PDF ou une photo, 8 Mo au plus.")
        super().__init__(**options)

    def clean(self, data, initial=None):
        fichier = super().clean(data, initial)
        if fichier:
            try:
                controler(fichier)
            except Refus as refus:
                raise forms.ValidationError(refus.phrase, code=refus.code) from refus
        return fichier
