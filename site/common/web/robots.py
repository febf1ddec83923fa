"""Keeps robots out of an open form, asking nothing of people: a signed stamp, and a field out of sight."""

import uuid
from datetime import timedelta

from django import forms
from django.core import signing

from common import clock

TROP_VITE, TROP_TARD = timedelta(seconds=3), timedelta(hours=24)
RELIRE = "Votre message n’est pas encore parti. Relisez-le, puis envoyez-le."
PAGE_ANCIENNE = "Cette page est restée ouverte longtemps : votre message n’est pas parti. Relisez-le, puis envoyez-le."


def nouveau_jeton(sel: str) -> str:
    """Sign a number for what will be sent and the moment when the page was shown."""
    return signing.dumps([str(uuid.uuid4()), clock.maintenant().timestamp()], salt=sel)


def lire_jeton(jeton: str, sel: str):
    """(number, age) of a page that we showed; None for what we did not sign."""
    try:
        numero, instant = signing.loads(jeton, salt=sel)
        return uuid.UUID(numero), timedelta(seconds=clock.maintenant().timestamp() - instant)
    except (signing.BadSignature, ValueError, TypeError):
        return None


class SansRobot(forms.Form):
    """A form open to everybody; a mixin. ``SEL`` is its own. ``numero`` names what was sent.

    A person taken for a robot just sends again: the page comes back with what was typed and a new stamp.
    """

    SEL = ""
    # Out of sight and out of the reading order: only a robot fills it.
    site_internet = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    jeton = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.numero = None
        self.initial["jeton"] = nouveau_jeton(self.SEL)

    def retamponner(self):
        """Stamp a refused page anew: it keeps what was typed, not its stamp."""
        self.data = self.data.copy()
        self.data["jeton"], self.data["site_internet"] = nouveau_jeton(self.SEL), ""

    def clean(self):
        donnees = super().clean()
        if self.errors:
            return donnees
        lu = lire_jeton(donnees.pop("jeton", ""), self.SEL)
        piege = donnees.pop("site_internet", "")
        if lu is None or piege or lu[1] < TROP_VITE:
            raise forms.ValidationError(RELIRE, code="robot")
        if lu[1] > TROP_TARD:
            raise forms.ValidationError(PAGE_ANCIENNE, code="ancienne")
        self.numero = lu[0]
        return donnees
