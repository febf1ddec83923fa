"""The forms of a child's links and homes, and of an adult's arrival or departure."""

from django import forms

from common import clock
from common.forms import Formulaire, JourField, VersionField
from espace_prive.famille.enums import Qualite
from espace_prive.famille.models import Responsable

ANNEES_PASSEES, ANNEES_A_VENIR = 25, 2


def jour_plausible(jour):
    """Refuse a year mistyped."""
    if not -ANNEES_PASSEES <= jour.year - clock.aujourdhui().year <= ANNEES_A_VENIR:
        raise forms.ValidationError("Cette date est trop lointaine. Vérifiez l’année.", code="lointaine")
    return jour


class FormulaireDeVersion(Formulaire):
    """A change to a child or an adult, refused if somebody changed them since the page was shown."""

    version = VersionField()

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = version


class CorrigerLienForm(FormulaireDeVersion):
    qualite = forms.ChoiceField(label="Est pour l’enfant", choices=Qualite.choices)
    autorite_parentale = forms.BooleanField(label="Exerce l’autorité parentale", required=False)


class AjouterLienForm(CorrigerLienForm):
    """A link with an adult of one of the child's homes."""

    responsable = forms.ModelChoiceField(label="Adulte", queryset=Responsable.objects.none())
    du = JourField(label="Depuis le")
    field_order = ["responsable", "qualite", "autorite_parentale", "du"]

    def __init__(self, *args, adultes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsable"].queryset = adultes

    def clean_du(self):
        return jour_plausible(self.cleaned_data["du"])


class FinForm(FormulaireDeVersion):
    au = JourField(label="Dernier jour")
    motif = forms.CharField(label="Motif", max_length=300, required=False, help_text="Gardé dans l’historique.")

    def clean_au(self):
        return jour_plausible(self.cleaned_data["au"])


class FinDeLienForm(FinForm):
    """The last day of a parental link, or its removal when it should never have been."""

    par_erreur = forms.BooleanField(
        label="Ce lien a été saisi par erreur : l’effacer tout de suite",
        required=False,
        help_text="La date ne compte alors pas, et le motif est obligatoire.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("par_erreur"):
            self.fields["au"].required = False

    def clean_au(self):
        jour = self.cleaned_data["au"]
        return jour_plausible(jour) if jour else jour

    def clean(self):
        donnees = super().clean()
        if donnees.get("par_erreur") and not donnees.get("motif"):
            self.add_error("motif", "Dites pourquoi ce lien est effacé : le journal le garde.")
        return donnees


class FinDeRattachementForm(FinForm):
    """The last day of a child in a home, and what becomes of what this home pays."""

    arreter = forms.BooleanField(
        label="Tout arrêter ce jour-là",
        required=False,
        help_text="Les inscriptions payées par ce foyer s’arrêtent, et ses réservations des jours suivants sont "
        "annulées sans être facturées. Aucun courriel ne part : prévenez la famille.",
    )


class AccesForm(FormulaireDeVersion):
    """Why an adult's access is withdrawn, or given back."""

    motif = forms.CharField(
        label="Raison",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : « Ordonnance du juge aux affaires familiales du 3 novembre, copie remise par la "
        "mère ». Gardée dans l’historique.",
        error_messages={"required": "Écrivez la raison : la décision, sa date, qui l’a transmise."},
    )


class ArriveeForm(Formulaire):
    """Since when an adult who is already known lives in the household."""

    du = JourField(label="Vit dans ce foyer depuis le")

    def clean_du(self):
        return jour_plausible(self.cleaned_data["du"])
