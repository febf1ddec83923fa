"""What the agents choose to close: where, for whom, when, why."""

from typing import NamedTuple

from django import forms

from common import clock
from common.forms import Formulaire, JourField
from common.words import typo
from commune.models import Ecole, Lieu
from espace_prive.famille.models import Scolarite
from reservations.activites.agents.forms import JoursField
from reservations.activites.models import Creneau
from reservations.activites.portee import activites_de, lieux_de
from reservations.planning.rules_fermetures import PublicFerme, jours_a_fermer, refuser_jours
from reservations.planning.services import Ou, publics_de

MOTIF_MAX = 140


class _Groupe(NamedTuple):
    """Some boxes of a field, under a title; ``coche``: one of them is ticked."""

    titre: str
    cases: list

    @property
    def coche(self) -> bool:
        return any(case.data["selected"] for case in self.cases)


class FermerForm(Formulaire):
    """Which activities and places, for which children, on which days, why."""

    partout = forms.BooleanField(label="Tout ce que je tiens, partout", required=False)
    ou = forms.MultipleChoiceField(
        label="Où et quoi", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Vous ne tenez pas ce lieu pour cette activité : demandez au service."},
    )  # fmt: skip
    pour = forms.MultipleChoiceField(label="Pour qui", required=False, widget=forms.CheckboxSelectMultiple)
    du = JourField(label="Le, ou du", error_messages={"required": "Choisissez le jour à fermer."})
    au = JourField(label="Jusqu’au", required=False, help_text="Vide : un seul jour.")
    seulement = JoursField(label="Seulement", help_text="Aucun jour coché : tous les jours d’ouverture.")
    motif = forms.CharField(
        label="Raison", max_length=MOTIF_MAX,
        help_text="Les familles la lisent : « Grève », « Travaux », « Sortie scolaire »…",
        error_messages={"required": "Dites pourquoi le jour est fermé : les familles le liront."},
    )  # fmt: skip

    # The field that each refusal of the service is about.
    CHAMPS = {"motif": "motif", "facture": "du", "rien": "du", "deja": "du", "dates": "au"}

    def __init__(self, *args, agent, initial, **kwargs):
        """``initial``: the day; an activity (id) or one of its places (ids, 0 for none), whose boxes are ticked."""
        super().__init__(*args, initial=initial, **kwargs)
        self.tenus = {f"{o.activite.pk}:{o.lieu.pk}": o for o in _tenus(agent)}
        self.initial["ou"] = [
            valeur
            for valeur, o in self.tenus.items()
            if o.activite.pk == initial["activite"] and initial["lieu"] in (0, o.lieu.pk)
        ]
        par_lieu: dict[str, list[tuple[str, str]]] = {}
        for valeur, o in self.tenus.items():
            par_lieu.setdefault(o.lieu.nom, []).append((valeur, o.activite.nom))
        self.fields["ou"].choices = list(par_lieu.items())
        self.fields["pour"].choices = _publics()

    def clean(self):
        """Ask for something to close; a school or a class alone closes all that its children have."""
        donnees = super().clean()
        du, au = donnees.get("du"), donnees.get("au")
        if du and (non := refuser_jours(du, au)):
            self.add_error("au", non.phrase)
        elif du:
            donnees["jours"] = jours_a_fermer(du, au, donnees.get("seulement", ()))
            if not donnees["jours"]:
                self.add_error("seulement", "Aucun de ces jours de la semaine ne tombe entre ces dates.")
        choisis, pour = donnees.get("ou", ()), donnees.get("pour", ())
        if not (donnees.get("partout") or choisis or pour) and not {"ou", "pour"} & self.errors.keys():
            self.add_error("ou", "Cochez ce qui ferme : des lieux, une école, une classe ; ou tout.")
        return donnees

    @property
    def demande(self) -> dict:
        """Give what the service closes."""
        donnees = self.cleaned_data
        tout = donnees["partout"] or not donnees["ou"]
        return {
            "ou": list(self.tenus.values()) if tout else [self.tenus[valeur] for valeur in donnees["ou"]],
            "publics": publics_de(_lire(valeur) for valeur in donnees["pour"]),
            "jours": donnees["jours"],
        }

    @property
    def du_et_au(self):
        return [self["du"], self["au"]]

    @property
    def de_la_semaine(self):
        return [self["seulement"]]

    @property
    def pourquoi(self):
        return [self["motif"]]

    @property
    def par_lieu(self) -> list[_Groupe]:
        return self._groupes("ou")

    @property
    def par_ecole(self) -> list[_Groupe]:
        return self._groupes("pour")

    def _groupes(self, nom):
        """Give the boxes of a field as its titles gather them."""
        cases = list(self[nom])
        return [
            _Groupe(titre, [cases.pop(0) for _ in siennes]) for titre, siennes in self.fields[nom].choices if siennes
        ]


def _tenus(agent) -> list[Ou]:
    """Give each place of each activity whose days the agent keeps, where something was open one day; by place."""
    activites = {a.pk: a for a in activites_de(agent).reservables()}
    paires = Creneau.objects.filter(unite__activite__in=activites, groupe=None).order_by()
    lues = list(paires.values_list("unite__activite", "lieu").distinct())
    lieux = Lieu.objects.in_bulk({lieu for _, lieu in lues})
    siens = {pk: lieux_de(agent, activite) for pk, activite in activites.items()}
    tenus = [Ou(activites[a], lieux[li]) for a, li in lues if siens[a] is None or li in siens[a]]
    return sorted(tenus, key=lambda o: (o.lieu.tri, o.activite.tri))


def _publics() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give, by school, the whole of it, its levels, its classes: those of this year and of the next ones."""
    lues = Scolarite.objects.filter(annee__au__gte=clock.aujourdhui()).order_by()
    connues: dict[int, tuple[set[str], set[str]]] = {}
    for ecole, niveau, classe in lues.values_list("ecole_id", "niveau", "classe").distinct():
        niveaux, classes = connues.setdefault(ecole, (set(), set()))
        niveaux.add(niveau)
        classes.update({classe} - {""})
    rang = {niveau: n for n, (niveau, _) in enumerate(Scolarite._meta.get_field("niveau").choices)}
    return [
        (
            str(ecole),
            [
                (_ecrire(PublicFerme(ecole.pk)), "Toute l’école"),
                *((_ecrire(PublicFerme(ecole.pk, niveau=n)), f"Tous les {n}") for n in sorted(niveaux, key=rang.get)),
                *((_ecrire(PublicFerme(ecole.pk, classe=c)), f"Classe {c}") for c in sorted(classes)),
            ],
        )
        for ecole in Ecole.objects.filter(pk__in=connues).select_related("lieu").order_by("lieu__tri")
        for niveaux, classes in [connues[ecole.pk]]
    ]


def _ecrire(public: PublicFerme) -> str:
    return f"{public.ecole}:{public.niveau}:{public.classe}"


def _lire(valeur: str) -> PublicFerme:
    ecole, niveau, classe = valeur.split(":", 2)
    return PublicFerme(int(ecole), niveau, classe)


class RouvrirForm(Formulaire):
    """What families read of why it opens again."""

    motif = forms.CharField(
        label="Raison", max_length=MOTIF_MAX, required=False,
        help_text="Si vous l’écrivez, les familles la lisent : « Le préavis de grève est levé ».",
    )  # fmt: skip


def resumer_les_jours(jours) -> str:
    """« le lundi 16 novembre 2026 », « du lundi 16 au vendredi 20 novembre 2026 (5 jours) »."""
    jours = sorted(jours)
    if len(jours) == 1:
        return f"le {typo.date_longue(jours[0], annee=True)}"
    du, au = typo.date_longue(jours[0]), typo.date_longue(jours[-1], annee=True)
    return f"du {du} au {au} ({len(jours)} jours)"
