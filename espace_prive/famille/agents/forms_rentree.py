"""The forms of a new school year and of the town's rules on changes."""

from django import forms

from common.forms import Formulaire, VersionField
from commune.models import AnneeScolaire, Ecole
from espace_prive.famille.enums import Mode, Niveau, Rubrique
from espace_prive.famille.rules import se_suivent
from espace_prive.famille.services.rubriques import TOUJOURS_LUES, regles


class RentreeForm(Formulaire):
    """From which year to which, and where the children go whose school has no next class."""

    de = forms.ModelChoiceField(label="De l’année", queryset=AnneeScolaire.objects.all(), empty_label=None)
    # Nothing is proposed while the next year is not known: the first of the list is a former one.
    vers = forms.ModelChoiceField(
        label="À l’année", queryset=AnneeScolaire.objects.all(), empty_label="Choisissez une année"
    )

    def __init__(self, *args, ecoles=(), **kwargs):
        super().__init__(*args, **kwargs)
        for ecole in ecoles:
            self.fields[f"suite_{ecole.pk}"] = forms.ModelChoiceField(
                label=f"Après {ecole}, les enfants vont à", queryset=Ecole.objects.select_related("lieu"),
                required=False, empty_label="À dire un par un",
            )  # fmt: skip

    def clean(self):
        donnees = super().clean()
        de, vers = donnees.get("de"), donnees.get("vers")
        if de and vers and vers.du <= de.du:
            self.add_error("vers", "Choisissez une année qui vient après.")
        elif de and vers and not se_suivent(de.au, vers.du):
            phrase = f"{vers} ne suit pas {de} : un enfant ne monte que d’une classe. Choisissez l’année d’après."
            self.add_error("vers", phrase)
        return donnees

    def suites(self):
        """{school id: next school}."""
        noms = [nom for nom in self.cleaned_data if nom.startswith("suite_")]
        return {int(n.removeprefix("suite_")): self.cleaned_data[n] for n in noms if self.cleaned_data[n]}


class ScolariteForm(Formulaire):
    annee = forms.ModelChoiceField(label="Année scolaire", queryset=AnneeScolaire.objects.all(), empty_label=None)
    ecole = forms.ModelChoiceField(
        label="École", queryset=Ecole.objects.select_related("lieu"), required=False,
        empty_label="Aucune école de la commune cette année-là",
    )  # fmt: skip
    niveau = forms.ChoiceField(label="Niveau", choices=[("", "—"), *Niveau.choices], required=False)
    classe = forms.CharField(label="Classe", max_length=60, required=False)
    arreter = forms.BooleanField(
        label="L’enfant quitte les écoles de la commune : tout arrêter", required=False,
        help_text="Sans école cette année-là ni après : ses inscriptions s’arrêtent la veille de la rentrée "
        "(aujourd’hui si elle est passée), et ses réservations d’après sont annulées sans être facturées.",
    )  # fmt: skip
    version = VersionField()

    def clean(self):
        donnees = super().clean()
        ecole, niveau = donnees.get("ecole"), donnees.get("niveau")
        if ecole and donnees.get("arreter"):
            self.add_error(
                "arreter", "L’enfant a une école cette année-là : décochez, ou choisissez « Aucune école »."
            )
        if ecole and not niveau:
            self.add_error("niveau", "Choisissez le niveau.")
        elif ecole and niveau not in ecole.niveaux.split():
            self.add_error("niveau", f"{ecole} n’a pas de {niveau} : elle accueille {ecole.niveaux}.")
        return donnees


class ReglesForm(Formulaire):
    """For each section of the file, what becomes of a change that a parent asks for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        actuelles = regles()
        for rubrique in Rubrique:
            if rubrique not in TOUJOURS_LUES:
                self.fields[rubrique.value] = forms.ChoiceField(
                    label=rubrique.label, choices=Mode.choices, widget=forms.RadioSelect, initial=actuelles[rubrique]
                )
