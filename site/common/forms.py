"""Forms that speak to parents: an error says what to do, never « champ requis »."""

from django import forms

from common.typo import typographier

MESSAGES = {
    "required": "Renseignez « {libelle} ».",
    "invalid_choice": "Choisissez une des réponses proposées pour « {libelle} ».",
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
    (forms.DecimalField, {"invalid": "Écrivez un nombre, par exemple 12,50."}),
    (forms.IntegerField, {"invalid": "Écrivez un nombre entier, par exemple 3."}),
)


class MessagesClairs:
    """A form whose fields say in plain words what is missing; a message set on a field itself wins."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom, champ in self.fields.items():
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
