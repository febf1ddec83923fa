"""The weeks to book, and what to say when nothing is to do. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.words.dates import lundi_de


@dataclass(frozen=True)
class Semaine:
    """The next week in which something can still be booked: its Monday, until when, whether it has a booked day."""

    lundi: date
    limite: datetime
    reservee: bool


def prochaine_semaine(
    ouverts: Iterable[date], *, limite: Callable[[date], datetime], reserves: Iterable[date], maintenant: datetime
) -> Semaine | None:
    """The week of the first of these ``ouverts`` days that can still be booked; None when none can."""
    for jour in sorted(ouverts):
        if (fin := limite(jour)) > maintenant:
            lundi = lundi_de(jour)
            return Semaine(lundi, fin, lundi in {lundi_de(r) for r in reserves})
    return None


def phrase_rien_a_faire(
    semaines: Sequence[Semaine | None], *, jusqu_au: str, foyer: bool = True, dossier: bool = False
) -> str:
    """Say what was checked, no more: the invoices, the file, then the next week of each registration (none: not open).

    Without a household that the person may see (``foyer``), nothing is known of its invoices; without a child over
    whom it has authority (``dossier``), nothing is asked of a file.
    """
    phrase = "Aucune facture n’est à régler." if foyer else ""
    if dossier:
        phrase += " Votre dossier est complet."
    if any(semaines):
        phrase += " Pour la prochaine semaine, au moins un jour est réservé."
    elif semaines:
        phrase += f" Aucun jour n’est ouvert aux réservations d’ici au {jusqu_au}."
    return f"{phrase} Ce qui demandera une action apparaîtra ici, avec sa date.".strip()
