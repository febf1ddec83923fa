"""Forms that speak to parents: an error says what to do, never « champ requis »."""

import copy
import unicodedata
from decimal import Decimal

from django import forms

from common.saisie import lire_texte
from common.typo import typographier

ILLISIBLE = "Un signe de « {libelle} » ne peut pas être lu. Effacez le champ et retapez-le."
MONTANT = "Écrivez un montant comme 500,01."
MESSAGES = {
    "required": "Renseignez « {libelle} ».",
    "invalid_choice": "Choisissez une des réponses proposées pour « {libelle} ».",
    # Codes of Django's validators, whose own sentences speak of null characters.
    "null_characters_not_allowed": ILLISIBLE,
    "max_length": "« {libelle} » est trop long : %(limit_value)d signes au plus.",
}
MESSAGES_PAR_GENRE = (
    (forms.BooleanField, {"required": "Cochez « {libelle} » pour continuer."}),
    (forms.FileField, {"required": "Ajoutez le document « {libelle} »."}),
    (forms.ChoiceField, {"required": "Choisissez une réponse pour « {libelle} »."}),
    (forms.DateField, {"invalid": "Cette date n’existe pas. Écrivez-la comme 27 3 2019."}),
    (
        forms.EmailField,
        {"invalid": "Cette adresse électronique est incomplète. Écrivez-la comme prenom.nom@exemple.fr."},
    ),
    (
        forms.IntegerField,
        {
            "invalid": "Écrivez un nombre entier, par exemple 3.",
            "min_value": "Ce nombre est trop petit.",
            "max_value": "Ce nombre est trop grand.",
        },
    ),
    # After whole numbers: Django makes an amount one of them.
    (
        forms.DecimalField,
        {
            "invalid": MONTANT,
            "max_digits": "Ce montant est trop grand.",
            "max_whole_digits": "Ce montant est trop grand.",
            "max_decimal_places": f"Deux chiffres au plus après la virgule. {MONTANT}",
        },
    ),
)


# Signs that turn the line round: « Zo\u202eé » is not read as it is written.
RENVERSANTS = {"\u202d", "\u202e"}


def lisible(texte):
    """Refuse, in one's own words, a text of which nothing is seen, or that is not read as it is written."""
    if RENVERSANTS & set(texte) or not any(unicodedata.category(signe)[0] not in "CZ" for signe in texte):
        raise forms.ValidationError("", code="null_characters_not_allowed")


class RechercheField(forms.CharField):
    """What one searches: whatever is typed can be searched, in one clean line."""

    def __init__(self, **options):
        super().__init__(**({"required": False} | options))

    def to_python(self, value):
        return lire_texte(super().to_python(value))


class VersionField(forms.IntegerField):
    """Which version of the record the page shows; what cannot be read is a version that nothing has."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class MontantField(forms.DecimalField):
    """An amount as one writes it in French: comma or point, any space between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    @classmethod
    def depuis(cls, champ):
        """Give the same field as ``champ``, a DecimalField that Django made, read in French."""
        nouveau = cls.__new__(cls)
        nouveau.__dict__.update(champ.__dict__)
        if type(champ.widget) is forms.NumberInput:
            # In an English browser a number input refuses the comma before we can read it.
            nouveau.widget = copy.deepcopy(cls.widget)
            nouveau.widget.is_required = champ.required
        return nouveau

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).removesuffix("€").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class MessagesClairs:
    """A form whose fields say in plain words what is missing; a message set on a field itself wins."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom, champ in list(self.fields.items()):
            if isinstance(champ, forms.DecimalField) and not isinstance(champ, MontantField):
                self.fields[nom] = MontantField.depuis(champ)
        self._dire_clairement()

    def full_clean(self):
        # A form adds fields after this class has made it: they speak as plainly.
        self._dire_clairement()
        super().full_clean()

    def _dire_clairement(self):
        for nom, champ in self.fields.items():
            # What a field of its own kind reads (a telephone pasted with such signs, a search) is cleaned there.
            if type(champ) is forms.CharField and champ.strip and lisible not in champ.validators:
                champ.validators = [*champ.validators, lisible]
            libelle = str(champ.label or nom.replace("_", " ").capitalize())
            messages = dict(MESSAGES)
            for genre, textes in MESSAGES_PAR_GENRE:
                if isinstance(champ, genre):
                    messages |= textes
            for code, texte in messages.items():
                if champ.error_messages.get(code) == self._defaut(champ, code):
                    champ.error_messages[code] = typographier(texte.format(libelle=libelle))

    @staticmethod
    def _defaut(champ, code):
        """Give the message that Django would show for this kind of field."""
        for classe in type(champ).__mro__:
            message = getattr(classe, "default_error_messages", {}).get(code)
            if message is not None:
                return message
        return None


class Formulaire(MessagesClairs, forms.Form):
    """A form of ours."""


class FormulaireModele(MessagesClairs, forms.ModelForm):
    """A form of ours over a model."""
