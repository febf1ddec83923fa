"""What the service types of a campaign."""

from datetime import datetime

from django import forms

from common import clock
from common.forms import Formulaire, FormulaireModele, JourField
from common.words import typo
from commune.models import Ecole, Service
from reservations.activites.agents.forms import HeureField, InstantField
from reservations.activites.models import PeriodeReservation
from reservations.activites.portee import activites_de
from reservations.campagnes.models import Campagne, Rencontre, rappels_d_usage

RAPPELS_MAX = 5


class CampagneForm(FormulaireModele):
    """What is asked, of whom, from when to when, and when who has not answered is reminded."""

    ouvre_le = InstantField(label="Les familles répondent dès le")
    ferme_le = InstantField(label="Jusqu’au")
    rappels = forms.CharField(
        label="Rappels", required=False,
        help_text="Combien de jours avant la fin, séparés par des virgules : « 7, 1 ». Ils ne partent qu’aux familles "
        "qui n’ont pas répondu. Vide : aucun.",
    )  # fmt: skip
    periodes = forms.ModelMultipleChoiceField(
        label="Sessions et périodes", queryset=PeriodeReservation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Les familles des enfants inscrits à ces activités sont interrogées.",
        error_messages={"required": "Choisissez au moins une session."},
    )  # fmt: skip

    CHAMPS = {"ferme_le": "ferme_le", "periodes": "periodes"}

    class Meta:
        model = Campagne
        fields = ["titre", "question", "periodes", "ouvre_le", "ferme_le", "rappels"]

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        siennes = PeriodeReservation.objects.filter(activite__in=activites_de(agent), au__gte=clock.aujourdhui())
        self.fields["periodes"].queryset = siennes.select_related("activite").order_by("du", "activite__tri")
        self.fields["periodes"].label_from_instance = _dire_la_periode
        rappels = self.instance.rappels if self.instance.pk else rappels_d_usage()
        self.initial["rappels"] = ", ".join(map(str, rappels))
        if self.instance.pk:
            self.initial["periodes"] = [p.pk for p in self.instance.periodes.all()]

    @property
    def gardees(self) -> list[PeriodeReservation]:
        """The periods of the campaign that the agent was not shown."""
        if not self.instance.pk:
            return []
        return list(self.instance.periodes.exclude(pk__in=self.fields["periodes"].queryset))

    def clean_rappels(self):
        morceaux = [m for m in self.cleaned_data["rappels"].replace(";", ",").replace(" ", ",").split(",") if m]
        if not all(m.isascii() and m.isdigit() and 0 < int(m) <= 90 for m in morceaux):
            raise forms.ValidationError("Écrivez des nombres de jours, de 1 à 90 : « 7, 1 ».")
        if len(set(morceaux)) > RAPPELS_MAX:
            raise forms.ValidationError(f"{RAPPELS_MAX} rappels au plus : une famille se lasse.")
        return sorted({int(m) for m in morceaux}, reverse=True)


def _dire_la_periode(periode) -> str:
    return f"{periode.activite} : {periode.nom}, {typo.periode(periode.du, periode.au)}"


class SansSaisieForm(Formulaire):
    """A button that asks to be confirmed: nothing is typed."""


class RencontreForm(FormulaireModele):
    """What is offered, where, to whom, from when to when families choose."""

    ouvre_le = InstantField(label="Les familles choisissent dès le")
    ferme_le = InstantField(label="Jusqu’au")
    CHAMPS = {"ferme_le": "ferme_le"}

    class Meta:
        model = Rencontre
        fields = ["titre", "texte", "lieu", "service", "ecoles", "activites", "ouvre_le", "ferme_le"]
        widgets = {"ecoles": forms.CheckboxSelectMultiple, "activites": forms.CheckboxSelectMultiple}
        help_texts = {
            "ecoles": "Les enfants de ces écoles.",
            "activites": "Les enfants inscrits à ces activités. Ni école ni activité : ceux que le service accueille.",
        }

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        siennes = activites_de(agent)
        self.fields["activites"].queryset = siennes
        self.fields["service"].queryset = Service.objects.filter(pk__in=siennes.values("service"))
        self.fields["ecoles"].queryset = Ecole.objects.select_related("lieu")


class HorairesForm(Formulaire):
    """A stretch of a day, cut in appointments."""

    jour = JourField(label="Jour")
    debut = HeureField(label="De")
    fin = HeureField(label="À")
    minutes = forms.IntegerField(label="Durée de chacun, en minutes", min_value=5, max_value=240, initial=15)
    CHAMPS = {"debut": "debut", "fin": "fin", "minutes": "minutes", "deja": "debut"}

    def bornes(self):
        """Give the two instants of the stretch."""
        d, fuseau = self.cleaned_data, clock.fuseau()
        return datetime.combine(d["jour"], d["debut"], fuseau), datetime.combine(d["jour"], d["fin"], fuseau)
