"""Changing days with the other home: who may do what of a proposal, and why some days cannot be proposed. Pure.

| from | what is done | by | to |
|---|---|---|---|
| proposed | accept, refuse, answer otherwise | the other home | accepted, refused, answered |
| proposed | withdraw | the home that proposed | withdrawn |
| proposed | expire | the clock, once its first day is past | expired |
| accepted | undo | an agent | undone |
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.rules import Non
from common.words import typo
from espace_prive.garde.rules import Borne

MOT_MAX = 300
JOURS_MAX = 35


class GesteDeSwap(StrEnum):
    ACCEPTER = "accepter"
    REFUSER = "refuser"
    REPONDRE = "repondre"
    RETIRER = "retirer"
    EXPIRER = "expirer"
    DEFAIRE = "defaire"


class CoteDuSwap(StrEnum):
    """Who does it."""

    PROPOSE = "propose"
    AUTRE = "autre"
    AGENT = "agent"
    PORTAIL = "portail"


# (state, gesture) → (who, next state); what is not there is refused.
TRANSITIONS = {
    ("propose", GesteDeSwap.ACCEPTER): (CoteDuSwap.AUTRE, "accepte"),
    ("propose", GesteDeSwap.REFUSER): (CoteDuSwap.AUTRE, "refuse"),
    ("propose", GesteDeSwap.REPONDRE): (CoteDuSwap.AUTRE, "repondu"),
    ("propose", GesteDeSwap.RETIRER): (CoteDuSwap.PROPOSE, "retire"),
    ("propose", GesteDeSwap.EXPIRER): (CoteDuSwap.PORTAIL, "expire"),
    ("accepte", GesteDeSwap.DEFAIRE): (CoteDuSwap.AGENT, "defait"),
}

REPONDUE = Non("repondue", "Cette proposition a déjà une réponse : elle ne change plus.")
PASSEE = Non("passee", "Le premier jour de cette proposition est passé : elle ne vaut plus. Vous pouvez en faire une.")
PAS_A_VOUS = Non("qui", "Cette réponse revient à l’autre parent.")
CHANGEE = Non(
    "change",
    "La garde de ces jours a changé depuis cette proposition : elle ne vaut plus telle quelle. Proposez-en une autre.",
)
VIDE = Non("vide", "Cochez au moins une demi-journée à donner ou à prendre.")


def juger_le_geste(etat: str, geste: GesteDeSwap, cote: CoteDuSwap, *, du: date, aujourdhui: date) -> Non | None:
    """Say why this cannot be done of a proposal whose first day is ``du``; None when it can."""
    if (etat, geste) not in TRANSITIONS:
        return REPONDUE
    if TRANSITIONS[etat, geste][0] != cote:
        return PAS_A_VOUS
    if geste in (GesteDeSwap.ACCEPTER, GesteDeSwap.REFUSER, GesteDeSwap.REPONDRE) and du < aujourdhui:
        return PASSEE
    return None


def suivant(etat: str, geste: GesteDeSwap) -> str:
    return TRANSITIONS[etat, geste][1]


@dataclass(frozen=True)
class Voulues:
    """The half-days of a proposal, seen by who makes it."""

    donnees: tuple[Borne, ...]
    prises: tuple[Borne, ...]

    @property
    def toutes(self) -> tuple[Borne, ...]:
        return tuple(sorted((*self.donnees, *self.prises)))


def trier_les_demis(demis: Collection[Borne], chez: Mapping[Borne, int | None], mien: int) -> Voulues:
    """Tell what ``mien`` gives from what it takes: each half-day that is ticked goes to the other home."""
    ordre = sorted(set(demis))
    return Voulues(tuple(b for b in ordre if chez[b] == mien), tuple(b for b in ordre if chez[b] != mien))


def refuser_les_demis(
    demis: Collection[Borne],
    chez: Mapping[Borne, int | None],
    *,
    foyers: Collection[int],
    aujourdhui: date,
    deja: Collection[Borne] = (),
) -> Non | None:
    """Say why these half-days cannot be proposed: ``chez`` is where the child is, ``foyers`` the two homes.

    ``deja``: those of another proposal that waits.
    """
    if not demis:
        return VIDE
    premier, dernier = min(demis).jour, max(demis).jour
    if premier < aujourdhui:
        return Non("passe", f"Le {typo.date_longue(premier)} est passé : sa garde ne change plus.")
    if (dernier - premier).days >= JOURS_MAX:
        return Non("trop", f"Une proposition tient en {JOURS_MAX} jours : faites-en plusieurs.")
    for borne in sorted(demis):
        quand = typo.date_longue(borne.jour)
        if chez.get(borne) not in foyers:
            return Non("inconnu", f"Le {quand}, on ne sait pas chez qui est l’enfant : appelez le service.")
        if borne in deja:
            return Non("deja", f"Le {quand} est déjà dans une proposition qui attend une réponse.")
    return None
