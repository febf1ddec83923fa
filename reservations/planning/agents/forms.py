"""What the agents choose and answer about absences."""

from django import forms

from common.forms import Formulaire, RechercheField, VersionField
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de
from reservations.planning.enums import Jugement
from reservations.planning.models import MOTIF_MAX

A_EXAMINER, TOUTES = "a_examiner", "toutes"


class RechercheAbsencesForm(Formulaire):
    """Which absences the list shows; those that wait for an answer, unless told."""

    texte = RechercheField(label="Enfant ou famille", required=False)
    etat = forms.ChoiceField(
        label="Réponse",
        required=False,
        choices=[
            (A_EXAMINER, "À examiner"),
            *((j.value, j.label.capitalize()) for j in Jugement),
            (TOUTES, "Toutes les absences"),
        ],
    )
    activite = forms.ModelChoiceField(
        label="Activité", required=False, queryset=Activite.objects.none(), empty_label="Toutes"
    )

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activite"].queryset = activites_de(agent)


class DecisionForm(Formulaire):
    """Accept by the town's rule, bill nothing, or refuse with the reason."""

    jugement = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (Jugement.ACCEPTEE, "Accepter, selon le règlement"),
            (Jugement.OFFERTE, "Accepter et ne rien facturer"),
            (Jugement.REFUSEE, "Refuser"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    motif = forms.CharField(
        label="Raison",
        required=False,
        max_length=MOTIF_MAX,
        help_text="La famille la lit. Obligatoire pour refuser. N’écrivez rien sur la santé de l’enfant.",
    )
    vu = VersionField()

    CHAMPS = {"motif": "motif", "change": None, "inconnue": None}
