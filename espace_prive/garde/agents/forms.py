"""The forms of a child's custody: a rhythm, an exception, its end."""

from django import forms

from common.forms import Formulaire, JourField
from common.words import typo
from espace_prive.famille.agents.forms_liens import FormulaireDeVersion, jour_plausible
from espace_prive.famille.models import Foyer
from espace_prive.garde.enums import FINS, DemiJournee, FormeDeGarde
from espace_prive.garde.models import RythmeDeGarde
from espace_prive.garde.rules import COMME_L_ANNEE, EXCLUSIVE, IMPAIRES, JOURS, MOITIES, PAIRES, Borne
from espace_prive.garde.rules_swaps import MOT_MAX

CHANGEMENTS = [
    ("4-1", "Le vendredi après l’école"),
    ("0-0", "Le lundi matin"),
    ("2-1", "Le mercredi après le repas"),
    ("5-0", "Le samedi matin"),
    ("6-1", "Le dimanche après-midi"),
]
REPERE = "repere"
MOMENTS = [
    ("aa", "Premier foyer"),
    ("bb", "Second foyer"),
    ("ab", "Matin au premier, après-midi au second"),
    ("ba", "Matin au second, après-midi au premier"),
]


class RythmeForm(FormulaireDeVersion):
    forme = forms.ChoiceField(label="Rythme", choices=FormeDeGarde.choices, widget=forms.RadioSelect)
    premier = forms.ModelChoiceField(label="Premier foyer", queryset=Foyer.objects.none(), empty_label=None)
    second = forms.ModelChoiceField(label="Second foyer", queryset=Foyer.objects.none(), required=False)
    du = JourField(label="À partir du")
    semaines = forms.ChoiceField(
        label="Une semaine sur deux : quelles semaines ?",
        choices=[
            (PAIRES, "Les semaines de numéro pair au premier foyer"),
            (IMPAIRES, "Les semaines de numéro impair au premier foyer"),
            (REPERE, "La semaine de la date ci-dessous au premier foyer, puis en alternant"),
        ],
        initial=REPERE,
        widget=forms.RadioSelect,
        help_text="Les jours d’école comptent : d’un vendredi à l’autre, la semaine est celle du lundi qui suit. "
        "Pour « un week-end sur deux », ce sont les week-ends du second foyer. Par numéros, une année de "
        "53 semaines donne deux semaines de suite au même foyer ; par date, jamais.",
    )
    repere = JourField(label="Un jour de cette semaine", required=False)
    change = forms.ChoiceField(label="Le changement a lieu", choices=CHANGEMENTS)
    vacances = forms.ChoiceField(
        label="Pendant les vacances scolaires",
        choices=[
            ("", "Comme le reste de l’année"),
            ("0", "Par moitiés : la première au premier foyer les années paires, au second les années impaires"),
            ("1", "Par moitiés : la première au second foyer les années paires, au premier les années impaires"),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text="L’été compte comme des vacances. L’année est celle du premier jour des vacances.",
    )
    deux_semaines = forms.BooleanField(
        label="Selon les jours : la deuxième semaine est différente",
        required=False,
        help_text="La semaine de la date ci-dessus est alors la première.",
    )

    def __init__(self, *args, foyers, rythme=None, **kwargs):
        if rythme:
            kwargs["initial"] = self._depuis(rythme) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.foyers = list(foyers)
        choix = Foyer.objects.filter(pk__in=[f.pk for f in self.foyers])
        self.fields["premier"].queryset = self.fields["second"].queryset = choix
        for semaine in (1, 2):
            for jour, nom in enumerate(typo.JOURS):
                self.fields[f"s{semaine}_{jour}"] = forms.ChoiceField(
                    label=nom.capitalize() + (" (2e semaine)" if semaine == 2 else ""), choices=MOMENTS, required=False
                )

    @staticmethod
    def _depuis(rythme: RythmeDeGarde):
        initial = {
            "forme": rythme.forme, "premier": rythme.premier_id, "second": rythme.second_id,
            "semaines": rythme.parite or REPERE, "repere": rythme.repere,
            "change": f"{rythme.change_jour}-{rythme.change_demi}",
            "vacances": str(rythme.moitie_paire) if rythme.vacances else "",
            "deux_semaines": len(rythme.grille) == 28,
        }  # fmt: skip
        for rang in range(0, len(rythme.grille), 2):
            initial[f"s{rang // 14 + 1}_{rang // 2 % 7}"] = rythme.grille[rang : rang + 2]
        return initial

    def jours(self, semaine):
        return [self[f"s{semaine}_{jour}"] for jour in range(7)]

    @property
    def principaux(self):
        noms = ("premier", "second", "forme", "du", "semaines", "repere", "change", "vacances")
        return [self[nom] for nom in noms]

    @property
    def jours_de_la_semaine(self):
        """Where the child is each day, for one week or for two."""
        return [*self.jours(1), self["deux_semaines"], *self.jours(2)]

    def clean_du(self):
        return jour_plausible(self.cleaned_data["du"])

    def clean_repere(self):
        jour = self.cleaned_data["repere"]
        return jour_plausible(jour) if jour else None

    def clean(self):
        donnees = super().clean()
        forme = donnees.get("forme")
        if not forme:
            return donnees
        if forme != EXCLUSIVE:
            if not donnees.get("second"):
                self.add_error("second", "Choisissez le second foyer. S’il manque, rattachez-y d’abord l’enfant.")
            elif donnees["second"] == donnees.get("premier"):
                self.add_error("second", "Choisissez deux foyers différents.")
        alterne = forme in ("semaines", "week_ends") and donnees.get("semaines") == REPERE
        if (alterne or (forme == JOURS and donnees.get("deux_semaines"))) and not donnees.get("repere"):
            self.add_error("repere", "Écrivez un jour de cette semaine.")
        return donnees

    def reglages(self) -> dict:
        d = self.cleaned_data
        alterne = d["forme"] in ("semaines", "week_ends")
        par_numeros = alterne and d["semaines"] != REPERE
        semaines = (1, 2) if d["deux_semaines"] else (1,)
        grille = "".join(d[f"s{s}_{j}"] or "aa" for s in semaines for j in range(7)) if d["forme"] == JOURS else ""
        besoin = (alterne and not par_numeros) or (grille and d["deux_semaines"])
        change_jour, change_demi = map(int, d["change"].split("-"))
        return {
            "forme": d["forme"], "premier": d["premier"],
            "second": None if d["forme"] == EXCLUSIVE else d["second"],
            "change_jour": change_jour, "change_demi": change_demi,
            "parite": d["semaines"] if par_numeros else "", "repere": d["repere"] if besoin else None,
            "grille": grille, "vacances": MOITIES if d["vacances"] and d["forme"] != EXCLUSIVE else COMME_L_ANNEE,
            "moitie_paire": int(d["vacances"] or 0),
        }  # fmt: skip


class ExceptionForm(FormulaireDeVersion):
    """Where the child is between two half-days, whatever the rhythm says."""

    foyer = forms.ModelChoiceField(label="L’enfant est chez", queryset=Foyer.objects.none(), empty_label=None)
    du = JourField(label="Premier jour")
    du_demi = forms.TypedChoiceField(label="Ce jour-là, dès", choices=DemiJournee.choices, coerce=int)
    au = JourField(label="Dernier jour")
    au_demi = forms.TypedChoiceField(label="Ce jour-là, jusqu’à", choices=FINS, coerce=int, initial=1)
    motif = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Montré aux deux parents : « Échange de week-end demandé par les deux ».",
    )

    def __init__(self, *args, foyers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["foyer"].queryset = Foyer.objects.filter(pk__in=[f.pk for f in foyers])

    def clean_du(self):
        return jour_plausible(self.cleaned_data["du"])

    def clean_au(self):
        return jour_plausible(self.cleaned_data["au"])

    def clean(self):
        donnees = super().clean()
        if donnees.get("du") and donnees.get("au") and self.bornes(donnees)[1] < self.bornes(donnees)[0]:
            self.add_error("au", "La fin précède le début. Vérifiez les dates.")
        return donnees

    @staticmethod
    def bornes(donnees):
        return Borne(donnees["du"], donnees.get("du_demi") or 0), Borne(donnees["au"], donnees.get("au_demi") or 0)


class ArretForm(FormulaireDeVersion):
    """From when the custody is no longer shared, and why."""

    du = JourField(label="La garde n’est plus partagée à partir du")
    motif = forms.CharField(label="Motif", max_length=300, help_text="Gardé dans l’historique.")

    def clean_du(self):
        return jour_plausible(self.cleaned_data["du"])


class RetirerForm(Formulaire):
    """Removing an exception: only the version of the child."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DefaireForm(Formulaire):
    """Why an agent undoes a swap of days that both parents had agreed upon."""

    motif = forms.CharField(
        label="Raison", max_length=MOT_MAX, help_text="Les deux parents la lisent. N’écrivez rien de l’autre foyer."
    )
