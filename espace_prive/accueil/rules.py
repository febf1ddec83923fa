"""What a parent has to do, sorted. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Tache:
    """One thing to do: by when (an aware instant, or a date), what, one button."""

    titre: str
    texte: str
    url: str
    action: str
    echeance: datetime | date | None
    icone: str
    montant: Decimal | None = None
    proche: bool = False


@dataclass(frozen=True)
class Semaine:
    """The next week in which something can still be booked: its Monday, until when, whether it has a booked day."""

    lundi: date
    limite: datetime
    reservee: bool


def lundi_de(jour: date) -> date:
    """Give the Monday of the week of ``jour``."""
    return jour - timedelta(days=jour.weekday())


def prochaine_semaine(
    ouverts: Iterable[date], *, limite: Callable[[date], datetime], reserves: Iterable[date], maintenant: datetime
) -> Semaine | None:
    """Give the week of the first of these ``ouverts`` days that can still be booked; None when none can."""
    for jour in sorted(ouverts):
        if (fin := limite(jour)) > maintenant:
            lundi = lundi_de(jour)
            return Semaine(lundi, fin, lundi in {lundi_de(r) for r in reserves})
    return None


def phrase_rien_a_faire(semaines: Sequence[Semaine | None], *, jusqu_au: str, foyer: bool = True) -> str:
    """Say what was checked, no more: the invoices, then the next week of each registration (none: no open day).

    Without a household that the person may see (``foyer``), nothing is known of its invoices.
    """
    phrase = "Aucune facture n’est à régler." if foyer else ""
    if any(semaines):
        phrase += " La prochaine semaine ouverte aux réservations a déjà au moins un jour réservé."
    elif semaines:
        phrase += f" Aucun jour n’est ouvert aux réservations d’ici au {jusqu_au}."
    return f"{phrase} Ce qui demandera une action apparaîtra ici, avec sa date.".strip()


def _jour(moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def trier(taches: list[Tache], *, aujourdhui: date) -> list[Tache]:
    """Sort by deadline, soonest first; what has none comes last."""
    return sorted(taches, key=lambda t: (t.echeance is None, _jour(t.echeance) if t.echeance else aujourdhui))
