"""« Nous écrire »: what a person fills."""

from django import forms

from common.forms import Formulaire, VersionField
from common.web.robots import SansRobot
from commune.models import Service
from espace_prive.messagerie.enums import NatureDeMessage
from espace_prive.messagerie.models import TEXTE_MAX


class MessageForm(SansRobot, Formulaire):
    """A question or a remark, to a service or to the town hall."""

    SEL = "messagerie.ecrire"
    nature = forms.ChoiceField(
        label="Vous écrivez pour",
        choices=NatureDeMessage.choices,
        initial=NatureDeMessage.QUESTION,
        widget=forms.RadioSelect,
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()


class TransmettreForm(Formulaire):
    """To which other service a message goes; the service itself refuses the one where it already is."""

    CHAMPS = {"version": None}
    CHAMP_PAR_DEFAUT = "service"

    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), empty_label="Choisissez un service"
    )
    # The service where the message was when it was shown.
    version = VersionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()
