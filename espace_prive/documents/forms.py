"""The field of a document to send."""

from django import forms

from common.errors import Refus
from common.files.judge.rules import PIECE
from espace_prive.documents.controle import controler

AIDE = "Un PDF ou une photo (JPG, PNG, HEIC…), 8 Mo au plus."


class PieceField(forms.FileField):
    """A PDF or a photo; its clean value is the Document that was judged, ready to be stored."""

    widget = forms.FileInput(attrs={"accept": PIECE.accept})

    def __init__(self, **options):
        options.setdefault("help_text", AIDE)
        super().__init__(**options)

    def clean(self, data, initial=None):
        fichier = super().clean(data, initial)
        if not fichier:
            return fichier
        try:
            return controler(fichier)
        except Refus as refus:
            raise forms.ValidationError(refus.phrase, code=refus.code) from refus
