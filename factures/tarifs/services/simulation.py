"""The price of everything in a given situation: what the simulator shows. Reads only, stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from common.words.typo import enumeration
from espace_prive.famille.models import Foyer, Rattachement
from espace_prive.famille.querysets import en_cours
from factures.tarifs.enums import Fratrie, Public
from factures.tarifs.models import Grille
from factures.tarifs.phrases import expliquer, ordinal, source
from factures.tarifs.rules import SituationDuFoyer, tarifer


@dataclass(frozen=True, kw_only=True)
class LigneSimulee:
    """A price: of what, by what, for whom (empty when it is the same for every child), and why."""

    formule: str
    unite: str
    pour: str
    montant: Decimal
    phrase: str


@dataclass(frozen=True, kw_only=True)
class ActiviteSimulee:
    """The prices of an activity, where they come from, and what is outside the simulation: a meal without booking."""

    nom: str
    lignes: list[LigneSimulee] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    exceptionnels: list[Decimal] = field(default_factory=list)


def grilles_au(jour: date):
    return Grille.objects.en_vigueur(jour).pour_la_lecture()


def simuler(jour: date, situation: SituationDuFoyer) -> list[ActiviteSimulee]:
    """The prices of a visitor's household: its children by rank, where the rank counts."""
    freres = [(f"{ordinal(r)} enfant", replace(situation, rang=r)) for r in range(1, situation.enfants + 1)]
    return _simuler(jour, freres)


def simuler_pour(
    jour: date, foyer: Foyer, *, quotient: Decimal | None, ressources=None, exterieur=None, visibles
) -> list[ActiviteSimulee]:
    """The prices of a household's own children, of whom only those in ``visibles`` are named."""
    lignes = Rattachement.objects.filter(en_cours(jour=jour), foyer=foyer).select_related("enfant")
    enfants = list(dict.fromkeys(r.enfant for r in lignes.order_by("enfant__naissance", "enfant_id")))
    situation = SituationDuFoyer(
        quotient=quotient,
        ressources=ressources,
        exterieur=foyer.hors_commune if exterieur is None else exterieur,
        enfants=max(1, len(enfants)),
    )
    places = [(e.prenom, replace(situation, rang=r)) for r, e in enumerate(enfants, 1) if e.pk in visibles]
    return _simuler(jour, places or [("", situation)])


def _simuler(jour: date, freres: Sequence[tuple[str, SituationDuFoyer]]) -> list[ActiviteSimulee]:
    activites: dict[int, ActiviteSimulee] = {}
    for grille in _qui_s_appliquent(grilles_au(jour), exterieur=freres[0][1].exterieur):
        activite = grille.formule.activite
        simulee = activites.setdefault(activite.pk, ActiviteSimulee(nom=activite.nom))
        simulee.lignes.extend(_lignes(grille, freres))
        if (depuis := source(grille.du, grille.deliberation)) not in simulee.sources:
            simulee.sources.append(depuis)
        if grille.prix_exceptionnel is not None:
            simulee.exceptionnels.append(grille.prix_exceptionnel)
    return list(activites.values())


def _qui_s_appliquent(grilles, *, exterieur):
    """One grid a formule: that of the outside, when there is one, for those who live outside."""
    par_formule = {}
    for grille in grilles:  # for everybody first
        if grille.pour == Public.TOUS or exterieur:
            par_formule[grille.formule_id] = grille
    return par_formule.values()


def _lignes(grille, freres):
    """One line, or one for each group of children who pay the same for the same reason."""
    bareme = grille.bareme()
    if grille.fratrie == Fratrie.AUCUNE:
        freres = [("", freres[0][1])]
    # Those after the grid's last rank pay what it pays, for the same reason.
    dernier = max(bareme.colonnes, len(bareme.reductions))
    groupes: dict[tuple, list[str]] = {}
    for nom, situation in freres:
        prix = tarifer(bareme, replace(situation, rang=min(situation.rang, dernier)))
        groupes.setdefault((prix.montant, expliquer(prix)), []).append(nom)
    seul = len(groupes) == 1
    return [
        LigneSimulee(
            formule=grille.formule.nom,
            unite=grille.get_unite_display(),
            pour="" if seul else enumeration(noms),
            montant=montant,
            phrase=f"{phrase} et suivants"
            if grille.fratrie == Fratrie.RANG and len(noms) > 1 and not seul
            else phrase,
        )
        for (montant, phrase), noms in groupes.items()
    ]
