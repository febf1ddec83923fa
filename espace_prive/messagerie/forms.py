"""« Nous écrire »: what a person fills, and what keeps robots out without asking anything of people."""

import uuid
from datetime import timedelta

from django import forms
from django.core import signing

from common import clock
from common.forms import Formulaire
from commune.models import Service
from espace_prive.messagerie.enums import Nature
from espace_prive.messagerie.models import TEXTE_MAX

SEL = "messagerie.ecrire"
TROP_VITE, TROP_TARD = timedelta(seconds=3), timedelta(hours=24)
RELIRE = "Votre message n’est pas encore parti. Relisez-le, puis envoyez-le."
PAGE_ANCIENNE = "Cette page est restée ouverte longtemps : votre message n’est pas parti. Relisez-le, puis envoyez-le."


def nouveau_jeton() -> str:
    """Sign a number for the message and the moment when the page was shown."""
    return signing.dumps([str(uuid.uuid4()), clock.maintenant().timestamp()], salt=SEL)


def lire_jeton(jeton: str):
    """Give (number, age) of a page that we showed; None for what we did not sign."""
    try:
        numero, instant = signing.loads(jeton, salt=SEL)
        return uuid.UUID(numero), timedelta(seconds=clock.maintenant().timestamp() - instant)
    except (signing.BadSignature, ValueError, TypeError):
        return None


class MessageForm(Formulaire):
    """A question or a remark, to a service or to the town hall."""

    nature = forms.ChoiceField(
        label="Vous écrivez pour", choices=Nature.choices, initial=Nature.QUESTION, widget=forms.RadioSelect
    )
    service = forms.ModelChoiceField(
        label="À quel service ?",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Je ne sais pas : la mairie choisira",
    )
    texte = forms.CharField(
        label="Votre message",
        max_length=TEXTE_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="N’écrivez ici ni mot de passe, ni numéro de carte, ni renseignement de santé.",
    )
    nom = forms.CharField(label="Votre nom", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    courriel = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="La réponse y arrivera.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    # Out of sight and out of the reading order: only a robot fills it.
    site_internet = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    jeton = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()
        self.numero = None

    def clean(self):
        donnees = super().clean()
        if self.errors:
            return donnees
        lu = lire_jeton(donnees.pop("jeton", ""))
        piege = donnees.pop("site_internet", "")
        if lu is None or piege or lu[1] < TROP_VITE:
            # A person just sends again, by the page that comes back with what was typed and a new stamp.
            raise forms.ValidationError(RELIRE, code="robot")
        if lu[1] > TROP_TARD:
            raise forms.ValidationError(PAGE_ANCIENNE, code="ancienne")
        self.numero = lu[0]
        return donnees


class TransmettreForm(Formulaire):
    """To which other service a message goes; the service itself refuses the one where it already is."""

    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), empty_label="Choisissez un service"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()
