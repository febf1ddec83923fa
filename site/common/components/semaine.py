"""« Notre semaine » as the components show it: small frozen records that a view fills. Pure: no import of Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from common.components.affichage import LigneRecap
from common.words import typo

# For each state of a cell: its word and its icon. A colour never speaks alone.
ETATS_CELLULE = {
    "libre": ("Libre", "cercle"),
    "reserve": ("Réservé", "coche"),
    "reserve_fige": ("Réservé", "cadenas"),
    "complet": ("Complet", "complet"),
    "ferme": ("Fermé", "ferme"),
    "delai": ("Trop tard", "cadenas"),
    "autre_foyer": ("Réservé et payé par l’autre foyer", "famille"),
    "jour_de_l_autre": ("Jour de l’autre foyer", "famille"),
    "absence": ("Absence signalée", "absence"),
    "attente": ("En attente", "horloge"),
    "propose": ("Place proposée", "horloge"),
    "pas_encore": ("Pas encore ouvert", "horloge"),
    "periode_close": ("Réservations closes", "cadenas"),
    "occupe": ("Déjà pris à ces heures", "complet"),
    "guichet": ("Au guichet", "ferme"),
    "age": ("Pas à cet âge", "ferme"),
    "condition": ("À régler d’abord", "attention"),
}
RIEN = "Pas ce jour"
SERA_RESERVE, SERA_ANNULE, SERA_CHANGE = "Sera réservé", "Sera annulé", "Sera changé"
TEINTES = 10
REFUS_DITS = 2


@dataclass(frozen=True, kw_only=True)
class ChoixMontre:
    """A formule that a cell offers; ``initial``: booked in the database, ``coche``: on this page."""

    valeur: str  # « registration:formule:date », as the form sends it
    nom: str = ""
    coche: bool = False
    initial: bool = False
    prix: Decimal | None = None  # None: do not say
    motif: str = ""  # why this one cannot be chosen, when others can

    @property
    def texte(self) -> str:
        """« Journée avec repas, 8,40 € »."""
        suite = [typo.montant(self.prix)] if self.prix is not None else []
        return ", ".join([self.nom, *suite, *([self.motif] if self.motif else [])])


@dataclass(frozen=True, kw_only=True)
class CelluleMontree:
    """A row on a day. Without ``choix`` nothing can change, and it is one element of the page."""

    date: date
    etat: str = "libre"
    choix: Sequence[ChoixMontre] = ()
    limite: str = ""  # « jusqu’à jeu. 9 h »
    motif: str = ""  # why it cannot change
    places: int | None = None  # said when few
    qui: str = ""  # who booked and who pays, where two homes share the child
    chez: str = ""
    change: str = ""  # « ajout », « retrait »: what the draft does to a cell that is not ticked here
    prise: str = ""  # what is booked, where several things can be: « Journée avec repas »
    heure: tuple[str, str, str] | None = None  # field, value, label of the planned hour
    acte: tuple[str, str] | None = None  # value and words of the button of a cell that cannot be ticked
    lien: tuple[str, str] | None = None  # address and words of its link

    @property
    def mot(self) -> str:
        return ETATS_CELLULE[self.etat][0]

    @property
    def icone(self) -> str:
        return ETATS_CELLULE[self.etat][1]

    @cached_property
    def seul(self) -> ChoixMontre | None:
        """The box to tick, when there is one thing to choose."""
        return self.choix[0] if len(self.choix) == 1 else None

    @property
    def rien(self) -> str:
        """The choice of a list that books nothing."""
        return RIEN

    @property
    def sans(self) -> str:
        """What giving up every choice of a list would do."""
        return SERA_ANNULE

    @cached_property
    def initial(self) -> bool:
        return any(c.initial for c in self.choix)

    @property
    def sera(self) -> str:
        """What a change of this cell would do, in words."""
        if not self.initial:
            return SERA_RESERVE
        return SERA_ANNULE if self.seul else SERA_CHANGE

    @cached_property
    def prix(self) -> str:
        """The price of the only choice; several have theirs in the list."""
        return typo.montant(self.seul.prix) if self.seul and self.seul.prix is not None else ""

    @cached_property
    def precisions(self) -> str:
        """All that is said beside the state, the most pressing first."""
        places = f"{self.places} place{typo.pluriel(self.places)}" if self.places is not None else ""
        return " · ".join(filter(None, (self.limite, places, self.chez, self.qui)))

    @property
    def phrase(self) -> str:
        """The whole of a cell that cannot change: « Fermé : jour férié »."""
        mot = {"ajout": SERA_RESERVE, "retrait": SERA_ANNULE}.get(self.change, self.mot)
        debut = f"{mot}, {self.prise.lower()}" if self.prise else mot
        debut = f"{debut}\u00a0: {self.motif}" if self.motif else debut
        return " · ".join(filter(None, (debut, self.precisions)))


@dataclass(frozen=True, kw_only=True)
class LigneMontree:
    """A child and an activity. ``note``: said once for the week, where nothing is ticked."""

    enfant: str
    activite: str
    cle: int  # of the registration
    rang: int = 0  # of the child, for its tint
    icone: str = ""
    cellules: Sequence[CelluleMontree] = ()
    note: str = ""
    remplir: bool = True  # « Tous les jours » would add something

    @cached_property
    def titre(self) -> str:
        return f"{self.enfant}, {self.activite}"

    @cached_property
    def initiale(self) -> str:
        return (self.enfant.strip() or "?")[0].upper()

    @cached_property
    def teinte(self) -> int:
        return self.rang % TEINTES


@dataclass(frozen=True, kw_only=True)
class JourMontre:
    date: date
    titre: str  # « lundi 4 janvier »
    motif: str = ""  # « Vacances de Noël »
    plat: str = ""  # what is served at noon, said once for all the rows
    aujourdhui: bool = False

    @property
    def cle(self) -> str:
        return self.date.isoformat()

    @property
    def precision(self) -> str:
        """What is said beside the day."""
        return " · ".join(filter(None, (self.motif, self.plat)))


@dataclass(frozen=True, kw_only=True)
class SemaineMontree:
    """Some days, and what each row is on each of them, in the same order."""

    jours: Sequence[JourMontre] = ()
    lignes: Sequence[LigneMontree] = ()

    @cached_property
    def rangees(self) -> list[tuple[LigneMontree, bool]]:
        """Give the rows with cells, and whether each is the first of its child."""
        avec = [ligne for ligne in self.lignes if not ligne.note]
        return [(ligne, not n or avec[n - 1].enfant != ligne.enfant) for n, ligne in enumerate(avec)]

    @property
    def notes(self) -> list[LigneMontree]:
        return [ligne for ligne in self.lignes if ligne.note]

    @property
    def colonnes(self) -> list[tuple[JourMontre, list[tuple[LigneMontree, bool, CelluleMontree]]]]:
        """Give each day with (row, first of its child, cell): the page is written by day."""
        return [
            (jour, [(ligne, premiere, ligne.cellules[n]) for ligne, premiere in self.rangees])
            for n, jour in enumerate(self.jours)
        ]


@dataclass(frozen=True, kw_only=True)
class Barre:
    """The recap that stays in sight: what changes, for how much, what cannot be, and until when."""

    version: int | str = ""
    numero: str = ""
    pret: bool = False  # something can be confirmed
    comptes: Sequence[str] = ()  # « 8 repas », « 2 accueils », « 1 repas annulé »
    montant: Decimal = Decimal("0.00")
    phrase: str = ""  # « En plus sur votre facture de janvier »
    enfants: Sequence[tuple[str, Sequence[LigneRecap], Decimal]] = ()
    par_mois: Sequence[tuple[str, Decimal]] = ()
    explications: Sequence[str] = ()
    refus: Sequence[str] = ()

    @property
    def montant_exact(self) -> str:
        """The amount as the form sends it back."""
        return f"{self.montant:.2f}"

    @property
    def somme(self) -> str:
        return _signe(self.montant)

    @property
    def premiers_refus(self) -> list[str]:
        """The first refusals; how many others there are, since the bar must leave the week in sight."""
        reste = len(self.refus) - REFUS_DITS
        s = typo.pluriel(reste)
        suite = [f"Et {reste} autre{s} refus, à lire à l’étape 2."]
        return [*self.refus[:REFUS_DITS], *(suite if reste > 0 else [])]

    @property
    def recus(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Give (child, its total, [(« ajout » or « retrait », sentence)]): a line is one element of the page."""
        return [(prenom, _signe(total), [_recu(ligne) for ligne in lignes]) for prenom, lignes, total in self.enfants]

    @property
    def factures(self) -> list[str]:
        return [f"Facture {typo.de(mois)}\u00a0: {_signe(total)}" for mois, total in self.par_mois]

    @property
    def annonce(self) -> str:
        """What is told to who listens: « 8 repas, 2 accueils, + 14,40 €. 1 refus. »"""
        compte = ", ".join([*self.comptes, self.somme]) if self.pret else "Rien à confirmer"
        return " ".join([f"{compte}.", *self.refus])


def _signe(montant: Decimal) -> str:
    return typo.montant(montant, signe=True)


def _recu(ligne: LigneRecap) -> tuple[str, str]:
    """« Lundi 4 janvier, repas, + 2,15 €. Annulable jusqu’au … »"""
    combien = f"{ligne.libelle}, {_signe(ligne.montant)}" if ligne.montant is not None else ligne.libelle
    return ligne.geste, typo.typographier(". ".join(filter(None, (combien, ligne.detail))))
