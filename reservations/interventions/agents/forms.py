"""What an agent chooses to correct: of whom and which days, then what is done and why."""

from datetime import timedelta

from django import forms

from common import clock
from common.forms import Formulaire, JourField, RechercheField
from commune.models import Ecole
from espace_prive.famille.enums import Niveau
from reservations.activites.models import Activite, Formule
from reservations.activites.portee import activites_de
from reservations.interventions.enums import GESTES, FacturationAbsence, GesteIntervention
from reservations.planning.enums import MotifAbsence
from reservations.planning.models import MOTIF_MAX

# A corrected stretch: a month with its edges.
JOURS_MAX = 45


class QuiForm(Formulaire):
    """Of whom, and which days."""

    activite = forms.ModelChoiceField(label="Activité", queryset=Activite.objects.none(), empty_label=None)
    du = JourField(label="Du")
    au = JourField(label="Au", required=False, help_text="Vide : un seul jour.")
    ecole = forms.ModelChoiceField(
        label="École", required=False, queryset=Ecole.objects.select_related("lieu"), empty_label="Toutes"
    )
    niveau = forms.ChoiceField(label="Classe", required=False, choices=[("", "Toutes"), *Niveau.choices])
    texte = RechercheField(label="Enfant", required=False)

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activite"].queryset = activites_de(agent).reservables()

    def clean(self):
        """One day unless an end is said; a stretch that a page can show."""
        donnees = super().clean()
        du = donnees.get("du")
        au = donnees["au"] = donnees.get("au") or du
        if du and au < du:
            self.add_error("au", "La fin précède le début.")
        elif du and au - du > timedelta(days=JOURS_MAX):
            self.add_error("au", f"Choisissez {JOURS_MAX} jours au plus.")
        return donnees


class GestesForm(Formulaire):
    """Which children, what is done, and why. ``enfants`` come as the list shows them."""

    enfants = forms.TypedMultipleChoiceField(
        label="Enfants", coerce=int, error_messages={"required": "Cochez au moins un enfant."}
    )
    geste = forms.ChoiceField(
        label="Que faire",
        choices=[(g.value, g.label.capitalize()) for g in GESTES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qu’il faut faire."},
    )
    formule = forms.ModelChoiceField(
        label="Ce qui est réservé", queryset=Formule.objects.none(), required=False, empty_label="Tout ce qui l’est",
        help_text="Pour réserver, dites quoi.",
    )  # fmt: skip
    arrivee = forms.TimeField(
        label="Arrivée", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    depart = forms.TimeField(
        label="Départ", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    vers = JourField(label="Déplacer au", required=False)
    raison = forms.ChoiceField(
        label="Raison de l’absence", required=False, choices=[("", "—"), *MotifAbsence.choices],
        help_text="N’écrivez rien d’autre sur la santé de l’enfant.",
    )  # fmt: skip
    facturation = forms.ChoiceField(
        label="L’absence sur la facture",
        choices=[(f.value, f.label.capitalize()) for f in FacturationAbsence],
        initial=FacturationAbsence.LIBRE,
        required=False,
    )
    au_dela = forms.BooleanField(label="Accueillir au-delà des places", required=False)
    motif = forms.CharField(
        label="Pourquoi", max_length=MOTIF_MAX, help_text="La famille lit cette phrase.",
        error_messages={"required": "Dites pourquoi : la famille le lira."},
    )  # fmt: skip

    CHAMPS = {
        "cibles": "enfants", "motif": "motif", "formule": "formule", "vers": "vers", "meme_jour": "vers",
        "heures": "depart", "raison": "raison", "change": None, "rien": None,
    }  # fmt: skip

    def __init__(self, *args, activite, connus, **kwargs):
        super().__init__(*args, **kwargs)
        formules = Formule.objects.filter(activite=activite)
        self.fields["formule"].queryset = formules
        self.fields["enfants"].choices = [(e, e) for e in connus]
        if len(formules) == 1:
            self.fields["formule"].initial = formules[0]
            self.fields["formule"].widget = forms.HiddenInput()
        if not any(f.pas for f in formules):
            del self.fields["arrivee"], self.fields["depart"]

    @property
    def suite(self):
        """The fields below the list of children."""
        return [self[nom] for nom in self.fields if nom != "enfants"]

    def clean(self):
        """Of a single formule, that one is meant."""
        donnees = super().clean()
        if isinstance(self.fields["formule"].widget, forms.HiddenInput):
            donnees["formule"] = self.fields["formule"].initial
        donnees["facturation"] = donnees.get("facturation") or FacturationAbsence.LIBRE.value
        return donnees


class RetourForm(Formulaire):
    """Why a correction is taken back."""

    motif = forms.CharField(
        label="Pourquoi revenir en arrière", max_length=MOTIF_MAX, help_text="La famille lit cette phrase.",
        error_messages={"required": "Dites pourquoi : la famille le lira."},
    )  # fmt: skip


class RecentesForm(Formulaire):
    """Which corrections the list shows."""

    activite = forms.ModelChoiceField(
        label="Activité", required=False, queryset=Activite.objects.none(), empty_label="Toutes"
    )
    geste = forms.ChoiceField(
        label="Geste", required=False,
        choices=[("", "Tous"), *((g.value, g.label.capitalize()) for g in GesteIntervention)],
    )  # fmt: skip
    depuis = JourField(label="Depuis", required=False)

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activite"].queryset = activites_de(agent).reservables()
        self.fields["depuis"].initial = clock.aujourdhui() - timedelta(days=30)
