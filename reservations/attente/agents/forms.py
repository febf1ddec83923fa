"""What the agents choose of the waiting lists."""

from django import forms

from common.forms import Formulaire, JourField
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de
from reservations.attente.enums import EtatAttente
from reservations.attente.models import MOTIF_MAX

VIVANTES, TOUTES = "vivantes", "toutes"


class RechercheAttentesForm(Formulaire):
    """Which rows the list shows; those that wait or are offered a place, unless told."""

    activite = forms.ModelChoiceField(
        label="Activité", required=False, queryset=Activite.objects.none(), empty_label="Toutes"
    )
    jour = JourField(label="Jour", required=False)
    etat = forms.ChoiceField(
        label="État", required=False,
        choices=[
            (VIVANTES, "En attente ou place proposée"),
            *((e.value, e.label.capitalize()) for e in EtatAttente),
            (TOUTES, "Toutes"),
        ],
    )  # fmt: skip

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activite"].queryset = activites_de(agent)


class RefusComptesForm(Formulaire):
    """The days between which one counts what was refused."""

    activite = forms.ModelChoiceField(
        label="Activité", required=False, queryset=Activite.objects.none(), empty_label="Toutes"
    )
    du = JourField(label="Du", required=False)
    au = JourField(label="Au", required=False)

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activite"].queryset = activites_de(agent)

    def clean(self):
        valeurs = super().clean()
        if valeurs.get("du") and valeurs.get("au") and valeurs["du"] > valeurs["au"]:
            self.add_error("au", "La fin précède le début.")
        return valeurs


class RetraitForm(Formulaire):
    """Why the service takes a child off the list."""

    motif = forms.CharField(
        label="Raison", max_length=MOTIF_MAX, help_text="La famille la lit dans le courriel qui le lui dit.",
        error_messages={"required": "Dites pourquoi : la famille le lira."},
    )  # fmt: skip

    CHAMPS = {"motif": "motif"}
