"""What the pages of absences and of usual weeks send. A wrong value has its sentence."""

from django import forms

from common.forms import Formulaire, JourField
from common.words import typo
from espace_prive.documents.forms import PieceField
from reservations.planning.enums import MotifAbsence, Temps
from reservations.planning.planche import arrive
from reservations.planning.rules import refuser_heures
from reservations.planning.rules_habitudes import RYTHMES, Habitude
from reservations.planning.saisies import ILLISIBLE
from reservations.planning.situations import nommer_court


class AbsenceForm(Formulaire):
    """Which bookings the child will miss, and why."""

    reservations = forms.MultipleChoiceField(
        label="Quand votre enfant sera-t-il absent ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une ligne.",
            "invalid_choice": "Une des lignes cochées n’est plus dans la liste. Relisez-la.",
        },
    )
    motif = forms.ChoiceField(
        label="Pour quelle raison ?",
        choices=MotifAbsence.choices,
        initial=MotifAbsence.MALADIE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )
    document = PieceField(label="Certificat ou autre justificatif", required=False)
    numero = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": ILLISIBLE, "required": ILLISIBLE})


class JustificatifForm(Formulaire):
    """The certificate of absences reported before."""

    document = PieceField(label="Certificat ou autre justificatif")


class CopieDeJoursForm(Formulaire):
    """What to copy on the days of the page."""

    modele = forms.ChoiceField(
        label="Que voulez-vous copier ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous voulez copier."},
    )

    CHAMPS = {"modele": "modele"}

    def __init__(self, *args, modeles, **kwargs):
        super().__init__(*args, **kwargs)
        self.possibles = {modele.cle: modele for modele in modeles}
        self.fields["modele"].choices = [(cle, modele.nom) for cle, modele in self.possibles.items()]

    @property
    def choisi(self):
        return self.possibles[self.cleaned_data["modele"]]


class HabitudeForm(Formulaire):
    """A usual week: for whom, which days, how often, from when."""

    quoi = forms.ChoiceField(label="Pour qui, et pour quelle activité ?")
    heure = forms.TimeField(
        label="À quelle heure ?",
        required=False,
        help_text="Matin : l’arrivée. Soir : le départ. Vide : du début à la fin de l’accueil.",
        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
        error_messages={"invalid": "Écrivez l’heure ainsi : 17:30."},
    )
    jours = forms.TypedMultipleChoiceField(
        label="Quels jours ?",
        choices=[(n, typo.JOURS[n].capitalize()) for n in range(5)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un jour."},
    )
    une_sur = forms.TypedChoiceField(
        label="À quel rythme ?",
        choices=[(n, nom.capitalize()) for n, nom in RYTHMES.items()],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    temps = forms.ChoiceField(
        label="Quand ?",
        choices=[(t.value, t.label.capitalize()) for t in Temps],
        initial=Temps.ECOLE,
        widget=forms.RadioSelect,
    )
    du = JourField(label="À partir du", help_text="La première semaine compte comme celle du rythme.")
    au = JourField(label="Jusqu’au", required=False, help_text="Vide : toute l’année, jusqu’à ce que vous l’arrêtiez.")

    CHAMPS = {"jours": "jours", "du": "du", "au": "au"}
    field_order = ["quoi", "heure"]

    def __init__(self, *args, pistes, **kwargs):
        super().__init__(*args, **kwargs)
        self.possibles = {f"{p.cle}:{f.pk}": (p, f) for p in pistes if p.mienne and p.se_reserve for f in p.formules}
        self.fields["quoi"].choices = [
            (cle, f"{p.enfant.prenom}, {nommer_court(f)}") for cle, (p, f) in self.possibles.items()
        ]
        if not any(f.pas for _, f in self.possibles.values()):
            del self.fields["heure"]

    def clean(self):
        """Take the hour for the arrival of a morning, the departure of an evening; it is one of the formule's."""
        super().clean()
        heure = self.cleaned_data.get("heure")
        _, formule = self.possibles.get(self.cleaned_data.get("quoi"), (None, None))
        self.heures = (None, None)
        if heure and formule and not formule.pas:
            self.add_error("heure", "Cette activité a toujours les mêmes heures : laissez l’heure vide.")
        elif heure and formule:
            self.heures = (heure, None) if arrive(formule) else (None, heure)
            if non := refuser_heures(formule, *self.heures):
                self.add_error("heure", non.phrase)

    @property
    def piste_et_formule(self):
        return self.possibles[self.cleaned_data["quoi"]]

    def habitude(self) -> Habitude:
        """Give the pattern that was typed."""
        d = self.cleaned_data
        return Habitude(tuple(d["jours"]), d["du"], d["au"], d["une_sur"], d["du"], d["temps"], *self.heures)
