"""What a parent has to do, sorted. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
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


def _jour(moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def trier(taches: list[Tache], *, aujourdhui: date) -> list[Tache]:
    """Sort by deadline, soonest first; what has none comes last."""
    return sorted(taches, key=lambda t: (t.echeance is None, _jour(t.echeance) if t.echeance else aujourdhui))
