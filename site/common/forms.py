"""Forms that speak to parents: an error says what to do, never « champ requis »."""

import copy
from decimal import Decimal

from django import forms

from common.words.nettoyage import (
    RENVERSANTS,
    nettoyer,
    nettoyer_adresse,
    nettoyer_nombre,
    nettoyer_typographie,
    se_voit,
    serrer,
    tout_a_plat,
)
from common.words.saisie import lire_texte
from common.words.telephones import normaliser
from common.words.typo import typographier

ILLISIBLE = "Un signe de « {libelle} » ne peut pas être lu. Effacez le champ et retapez-le."
MONTANT = "Écrivez un montant comme 500,01."
MESSAGES = {
    "required": "Renseignez « {libelle} ».",
    "invalid_choice": "Choisissez une des réponses proposées pour « {libelle} ».",
    # Codes of Django's validators, whose own sentences speak of null characters.
    "null_characters_not_allowed": ILLISIBLE,
    "max_length": "« {libelle} » est trop long : %(limit_value)d signes au plus.",
}
# Django fills these messages in with « % »: a label that holds one is written as two.
A_REMPLIR = frozenset({"invalid_choice", "null_characters_not_allowed", "max_length"})
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


def lisible(texte):
    """Refuse, in one's own words, a text that shows nothing, or that reads otherwise than it is written."""
    if set(RENVERSANTS) & set(texte) or not se_voit(texte):
        raise forms.ValidationError("", code="null_characters_not_allowed", params={"value": texte})


def nettoyage_de(champ):
    """The function that cleans this field before it is read; None: nothing of it is touched."""
    if isinstance(champ, (forms.EmailField, forms.URLField, forms.SlugField)):
        return nettoyer_adresse
    if isinstance(champ, forms.IntegerField):  # amounts are some of them
        return nettoyer_nombre
    if isinstance(champ, forms.CharField):
        if not champ.strip:  # a password is what was typed, to the sign
            return None
        return nettoyer_typographie if isinstance(champ.widget, forms.Textarea) else nettoyer
    return tout_a_plat


def lire_propre(champ, nettoie):
    """Have ``champ`` read what is typed once ``nettoie`` has cleaned it. Idempotent."""
    if nettoie is None or hasattr(champ, "nettoie"):
        return
    lire, champ.nettoie = champ.to_python, nettoie
    champ.to_python = lambda valeur: lire(_propre(valeur, nettoie))


def _propre(valeur, nettoie):
    if not isinstance(valeur, str):
        return [_propre(v, nettoie) for v in valeur] if isinstance(valeur, list) else valeur
    # All of it invisible: left as it is, to be refused instead of being taken for an empty answer.
    return nettoie(valeur) or valeur


class RechercheField(forms.CharField):
    """What is searched: whatever is typed, in one clean line."""

    def __init__(self, **options):
        super().__init__(**({"required": False} | options))

    def to_python(self, value):
        return lire_texte(super().to_python(value))


class VersionField(forms.IntegerField):
    """Which version of the record the page shows; what cannot be read matches no version."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value):
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class TelephoneField(forms.CharField):
    """A telephone number, stored in one form however it is typed."""

    widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})

    def __init__(self, *, sien=True, **options):
        super().__init__(**({"required": False, "max_length": 40} | options))
        if not sien:  # somebody else's: the browser would offer one's own number
            self.widget.attrs["autocomplete"] = "off"

    def clean(self, value):
        saisi = super().clean(value)
        if not saisi:
            return ""
        numero = normaliser(saisi)
        if numero is None:
            raise forms.ValidationError(
                "Ce numéro de téléphone est incomplet. Écrivez-le comme 06 39 98 00 00.", code="telephone"
            )
        return numero


class JourField(forms.DateField):
    """A day, by the browser's own date picker. Families type theirs in three boxes (``common.widgets``)."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CodeField(forms.CharField):
    """A number or a code as it is printed: spaces, dots and dashes mean nothing, and are gone before it is judged."""

    def to_python(self, value):
        value = super().to_python(value)
        return serrer(value) if isinstance(value, str) else value

    def widget_attrs(self, widget):
        # Without the browser's own limit, which would cut « 44 480 » as it is pasted.
        return {nom: v for nom, v in super().widget_attrs(widget).items() if nom != "maxlength"}


class MontantField(forms.DecimalField):
    """An amount as one writes it in French: comma or point, any space between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    @classmethod
    def depuis(cls, champ):
        """The same field as ``champ``, a DecimalField that Django made, read in French."""
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
        # A form adds fields after this class has made it: they are read and speak as the others.
        for champ in self.fields.values():
            lire_propre(champ, nettoyage_de(champ))
        self._dire_clairement()
        super().full_clean()

    def _dire_clairement(self):
        for nom, champ in self.fields.items():
            # What a field of its own kind reads (a telephone, a search) says for itself what is wrong.
            if type(champ) is forms.CharField and champ.strip and lisible not in champ.validators:
                champ.validators = [*champ.validators, lisible]
            libelle = str(champ.label or nom.replace("_", " ").capitalize())
            tel_quel = libelle.replace("%", "%%")
            messages = dict(MESSAGES)
            for genre, textes in MESSAGES_PAR_GENRE:
                if isinstance(champ, genre):
                    messages |= textes
            for code, texte in messages.items():
                if champ.error_messages.get(code) == self._defaut(champ, code):
                    voulu = tel_quel if code in A_REMPLIR else libelle
                    champ.error_messages[code] = typographier(texte.format(libelle=voulu))

    @staticmethod
    def _defaut(champ, code):
        for classe in type(champ).__mro__:
            message = getattr(classe, "default_error_messages", {}).get(code)
            if message is not None:
                return message
        return None


class Formulaire(MessagesClairs, forms.Form):
    """A form of ours."""


class FormulaireModele(MessagesClairs, forms.ModelForm):
    """A form of ours over a model."""
