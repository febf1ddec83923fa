"""What a parent types of a swap of days, beside the half-days that it ticks on the ribbon."""

from django import forms

from common.forms import Formulaire
from espace_prive.garde.rules_swaps import MOT_MAX

TROP_LONG = f"Votre message est trop long : {MOT_MAX} signes au plus."


class SwapForm(Formulaire):
    mot = forms.CharField(
        label="Un mot pour l’autre parent",
        required=False,
        max_length=MOT_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif. L’autre parent le lit, le service aussi. N’écrivez rien qui touche à la santé.",
        error_messages={"max_length": TROP_LONG},
    )


class RefusDeSwapForm(Formulaire):
    reponse = forms.CharField(
        label="Un mot pour l’autre parent, si vous refusez",
        required=False,
        max_length=MOT_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif. L’autre parent le lit, le service aussi.",
        error_messages={"max_length": TROP_LONG},
    )
