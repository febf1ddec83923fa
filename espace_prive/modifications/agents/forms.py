"""The agent's answer to a change that a parent asked for."""

from django import forms

from common import clock
from common.forms import Formulaire, JourField, VersionField
from espace_prive.famille.agents.forms_liens import jour_plausible
from espace_prive.modifications import instruction, services

ACCEPTER, REFUSER = "accepter", "refuser"


class ReponseForm(Formulaire):
    """Accept, or refuse and say why."""

    version = VersionField()
    reponse = forms.ChoiceField(
        label="Réponse", widget=forms.RadioSelect, choices=[(ACCEPTER, "Accepter"), (REFUSER, "Refuser")]
    )
    motif = forms.CharField(
        label="Ce que la famille doit savoir", max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire pour refuser : dites pourquoi, et ce qu’elle peut faire.",
    )  # fmt: skip

    def __init__(self, *args, genre, **kwargs):
        super().__init__(*args, **kwargs)
        if genre.code == "quotient":
            self.fields["date_effet"] = JourField(
                label="Le quotient s’applique à partir du", required=False, initial=clock.aujourdhui()
            )

    def clean_date_effet(self):
        jour = self.cleaned_data["date_effet"]
        return jour_plausible(jour) if jour else None

    def clean(self):
        donnees = super().clean()
        if donnees.get("reponse") == REFUSER and not donnees.get("motif"):
            self.add_error("motif", "Dites pourquoi, et ce que la famille peut faire : elle le lira.")
        return donnees

    def repondre(self, modification, *, par):
        """Hand the answer to the service."""
        d = self.cleaned_data
        if d["reponse"] == REFUSER:
            return services.refuser(modification, par=par, motif=d["motif"])
        return instruction.accepter(
            modification, version=d["version"], par=par, motif=d["motif"], date_effet=d.get("date_effet")
        )
