"""What a family answers to a campaign, child by child."""

from dataclasses import dataclass, field
from datetime import date

from django import forms

from common.forms import Formulaire
from common.words import typo
from reservations.campagnes.enums import Dit
from reservations.planning.situations import Piste

SANS_JOUR = "Cochez au moins un jour, ou répondez « Je ne sais pas encore »."
DES_JOURS = "Vous avez aussi coché des jours : décochez-les, ou répondez « Oui »."


@dataclass
class RangeeDeJours:
    """A registration and one family of its formules: the days that can be wished, and those that are booked."""

    piste: Piste
    famille: tuple
    jours: list[date]
    reserves: list[date]
    coches: list[date] = field(default_factory=list)
    formule: int | None = None

    @property
    def cle(self) -> str:
        return f"{self.piste.cle}-{self.famille[0].pk}"

    @property
    def titre(self) -> str:
        nom = self.piste.activite.nom_courant.capitalize()
        return f"{nom}, {self.famille[0].nom.lower()}" if len(self.famille) == 1 else nom


@dataclass
class QuestionPosee:
    """A child of the person's, what was answered, and its rows."""

    enfant: int
    prenom: str
    foyer: int
    dit: str
    rangees: list[RangeeDeJours]


class ReponseALaCampagneForm(Formulaire):
    """For each child: yes, no, not yet; and for yes, which days, and how."""

    def __init__(self, *args, questions: list[QuestionPosee], **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for q in questions:
            self.fields[f"dit-{q.enfant}"] = forms.ChoiceField(
                label=f"Votre réponse pour {q.prenom}", choices=Dit.choices, initial=q.dit,
                required=False, widget=forms.RadioSelect,
            )  # fmt: skip
            for rangee in q.rangees:
                self._ajouter(rangee, q)

    def _ajouter(self, rangee, q):
        if len(rangee.famille) > 1:
            self.fields[f"formule-{rangee.cle}"] = forms.ChoiceField(
                label=f"{rangee.titre} : comment", initial=rangee.formule, required=False,
                choices=[(f.pk, f.nom) for f in rangee.famille],
            )  # fmt: skip
        self.fields[f"jours-{rangee.cle}"] = forms.MultipleChoiceField(
            label=f"{rangee.titre} : quels jours, pour {q.prenom}", required=False,
            initial=[jour.isoformat() for jour in rangee.coches], widget=forms.CheckboxSelectMultiple,
            choices=[(jour.isoformat(), typo.date_longue(jour).capitalize()) for jour in rangee.jours],
        )  # fmt: skip

    def champs_de(self, q: QuestionPosee):
        """Give the fields about a child, in order: the answer, then each row."""
        noms = [f"dit-{q.enfant}"]
        for rangee in q.rangees:
            noms += [nom for nom in (f"formule-{rangee.cle}", f"jours-{rangee.cle}") if nom in self.fields]
        return [self[nom] for nom in noms]

    @property
    def groupes(self):
        """Give (question, its fields, what is booked already, in words)."""
        return [
            (
                q,
                self.champs_de(q),
                typo.enumeration(typo.date_longue(j) for r in q.rangees for j in r.reserves),
            )
            for q in self.questions
        ]

    def clean(self):
        donnees = super().clean()
        for q in self.questions:
            dit = donnees.get(f"dit-{q.enfant}", "")
            coches = any(donnees.get(f"jours-{r.cle}") for r in q.rangees)
            offerts, reserves = (any(getattr(r, nom) for r in q.rangees) for nom in ("jours", "reserves"))
            if dit == Dit.OUI and offerts and not (coches or reserves):
                self.add_error(f"dit-{q.enfant}", SANS_JOUR)
            elif coches and dit in (Dit.NON, Dit.PLUS_TARD):
                self.add_error(f"dit-{q.enfant}", DES_JOURS)
        if not self.errors and not self.reponses:
            self.add_error(None, "Répondez pour un enfant au moins.")
        return donnees

    @property
    def reponses(self) -> list[tuple]:
        """Give (child, home, answer, wishes) of the children for whom something was said; ticked days say yes."""
        dites = []
        for q in self.questions:
            souhaits = [s for r in q.rangees for s in self._souhaits(r)]
            dit = self.cleaned_data.get(f"dit-{q.enfant}") or (Dit.OUI if souhaits else "")
            if dit:
                dites.append((q.enfant, q.foyer, str(dit), souhaits))
        return dites

    def _souhaits(self, rangee):
        choisie = self.cleaned_data.get(f"formule-{rangee.cle}") or rangee.famille[0].pk
        return [
            {"inscription": rangee.piste.cle, "formule": int(choisie), "jour": jour}
            for jour in self.cleaned_data.get(f"jours-{rangee.cle}", ())
        ]


class RendezVousForm(Formulaire):
    """Which appointment, for which child."""

    rendez_vous = forms.ChoiceField(
        label="Choisissez une heure", widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une heure.",
            "invalid_choice": "Ce rendez-vous n’est plus libre. Choisissez-en un autre : les voici.",
        },
    )  # fmt: skip
    CHAMP_PAR_DEFAUT = "rendez_vous"

    def __init__(self, *args, libres, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rendez_vous"].choices = [(r.pk, _dire(r)) for r in libres]


def _dire(r) -> str:
    """« Mardi 12 janvier, de 17 h à 17 h 15 »."""
    return f"{typo.date_longue(r.debut).capitalize()}, de {typo.heure(r.debut)} à {typo.heure(r.fin)}"
