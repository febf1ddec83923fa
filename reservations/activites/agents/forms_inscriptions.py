"""What the agents type of a registration: who, what, where, who pays, from when; what changes, and why."""

from django import forms
from django.db.models import Q

from common.forms import Formulaire, JourField
from commune.models import Lieu
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.models import Activite
from reservations.activites.services.changements import InscriptionVoulue
from reservations.activites.services.places import lieux_ouverts

ECOLE = "ecole"
LAISSER, ANNULER = "laisser", "annuler"
MOTIF_MAX = 300


def payeurs_de(enfants, *, aussi=None):
    """Give who may pay for these children: a home of one of them, or a third party; ``aussi``: who pays already."""
    siens = Payeur.objects.filter(Q(foyer__rattachements__enfant__in=enfants) | Q(foyer__isnull=True) | Q(pk=aussi))
    return siens.select_related("foyer").distinct()


class InscrireForm(Formulaire):
    """Children of a home, registered together for what is chosen."""

    enfants = forms.ModelMultipleChoiceField(
        label="Qui inscrire", queryset=Enfant.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un enfant."},
    )  # fmt: skip
    payeur = forms.ModelChoiceField(label="Payeur", queryset=Payeur.objects.none(), empty_label=None)
    du = JourField(label="À partir du")
    au = JourField(label="Jusqu’au", required=False, help_text="Vide : jusqu’à ce que l’inscription soit arrêtée.")

    # The field that each refusal of the service is about; those of an activity go beside it (``champ_de``).
    CHAMPS = {"payeur": "payeur", "dates": "au", "commune": "payeur"}

    def __init__(self, *args, enfants, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enfants"].queryset = enfants
        self.fields["payeur"].queryset = payeurs_de(enfants)
        self.activites = {}
        for activite in Activite.objects.reservables():
            if lieux := list(lieux_ouverts(activite)):
                self.activites[self.champ_de(activite.pk)] = activite
                self.fields[self.champ_de(activite.pk)] = _choix_du_lieu(activite, lieux)

    @staticmethod
    def champ_de(activite: int) -> str:
        return f"lieu_{activite}"

    @property
    def en_tete(self):
        return [self["enfants"]]

    @property
    def lieux(self):
        return [self[nom] for nom in self.activites]

    @property
    def en_pied(self):
        return [self[nom] for nom in ("payeur", "du", "au")]

    def clean(self):
        """Ask for something to register for."""
        donnees = super().clean()
        if self.activites and not any(donnees.get(nom) for nom in self.activites):
            self.add_error(next(iter(self.activites)), "Choisissez un lieu pour au moins une activité.")
        return donnees

    @property
    def demande(self) -> dict:
        """Give what the service registers."""
        donnees = self.cleaned_data
        lieux = Lieu.objects.in_bulk([int(v) for nom in self.activites if (v := donnees[nom]) and v != ECOLE])
        choix = [
            (enfant, activite, None if donnees[nom] == ECOLE else lieux[int(donnees[nom])])
            for enfant in donnees["enfants"]
            for nom, activite in self.activites.items()
            if donnees[nom]
        ]
        return {"choix": choix} | {nom: donnees[nom] for nom in ("payeur", "du", "au")}


def _choix_du_lieu(activite, lieux):
    """One choice by activity: no, where the school of each child goes, or a place."""
    ecole = [(ECOLE, "Oui, au lieu de l’école de chaque enfant")] if len(lieux) > 1 else []
    return forms.ChoiceField(
        label=activite.nom, required=False,
        choices=[("", "Non"), *ecole, *((str(lieu.pk), lieu.nom) for lieu in lieux)],
    )  # fmt: skip


class _ChangementForm(Formulaire):
    """What the service changes of a registration, and why."""

    motif = forms.CharField(
        label="Raison", max_length=MOTIF_MAX, help_text="La famille la lit.",
        error_messages={"required": "Dites pourquoi : la famille le lira."},
    )  # fmt: skip

    CHAMPS = {
        "dates": "au", "depuis": "depuis", "lieu": "lieu", "payeur": "payeur", "commune": "payeur", "motif": "motif",
    }  # fmt: skip

    def __init__(self, *args, inscription, **kwargs):
        super().__init__(*args, **kwargs)
        self.inscription = inscription

    @property
    def changement(self) -> InscriptionVoulue:
        i = self.inscription
        voulu = {"lieu": i.lieu, "payeur": i.payeur, "du": i.du, "au": i.au, "depuis": i.du, "laisser": True}
        return InscriptionVoulue(inscription=i, **(voulu | self.voulu()))


class ArreterForm(_ChangementForm):
    au = JourField(label="Dernier jour")

    field_order = ["au", "motif"]

    def voulu(self) -> dict:
        return {"au": self.cleaned_data["au"]}


class ModifierForm(_ChangementForm):
    """Another place, another payer, other dates."""

    lieu = forms.ModelChoiceField(
        label="Lieu", queryset=Lieu.objects.none(), empty_label=None,
        help_text="Les lieux où des jours sont ouverts aux réservations.",
    )  # fmt: skip
    payeur = forms.ModelChoiceField(label="Payeur", queryset=Payeur.objects.none(), empty_label=None)
    depuis = JourField(label="L’autre lieu ou l’autre payeur vaut à partir du")
    sans_place = forms.ChoiceField(
        label="Les réservations qui ne peuvent pas suivre",
        widget=forms.RadioSelect,
        choices=[(LAISSER, "Restent au lieu d’avant"), (ANNULER, "Sont annulées, et ne sont pas facturées")],
    )
    du = JourField(label="Premier jour de l’inscription")
    au = JourField(label="Dernier jour", required=False, help_text="Vide : sans date de fin.")

    field_order = ["lieu", "payeur", "depuis", "sans_place", "du", "au", "motif"]

    def __init__(self, *args, inscription, **kwargs):
        super().__init__(*args, inscription=inscription, **kwargs)
        ouverts = lieux_ouverts(inscription.activite) | Lieu.objects.filter(pk=inscription.lieu_id)
        self.fields["lieu"].queryset = ouverts.distinct()
        self.fields["payeur"].queryset = payeurs_de([inscription.enfant], aussi=inscription.payeur_id)

    def voulu(self) -> dict:
        donnees = {nom: self.cleaned_data[nom] for nom in ("lieu", "payeur", "depuis", "du", "au")}
        return donnees | {"laisser": self.cleaned_data["sans_place"] == LAISSER}
