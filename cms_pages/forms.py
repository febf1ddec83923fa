"""What visitors type on the public site."""

from django import forms

from common.forms import Formulaire

MOT_TROP_COURT = "Écrivez au moins deux lettres de ce que vous cherchez."


class RechercheForm(Formulaire):
    q = forms.CharField(
        label="Que cherchez-vous ?",
        max_length=100,
        min_length=2,
        error_messages={"required": MOT_TROP_COURT, "min_length": MOT_TROP_COURT},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text="Par exemple : cantine, inscription, tarif.",
    )
