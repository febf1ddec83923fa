"""What pages and prints show of an invoice: lines by child, days in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from common import typo


@dataclass(frozen=True)
class LignesEnfant:
    """The lines of one child and what they come to."""

    enfant: str
    lignes: tuple
    total: Decimal


def jours_en_mots(jours: list[str]) -> str:
    """Write ISO days as « 1er, 2 et 5 octobre », « 30 septembre et 1er octobre »."""
    dates = sorted(date.fromisoformat(jour) for jour in jours)
    mois = [
        (cle, ["1er" if jour.day == 1 else str(jour.day) for jour in paquet])
        for cle, paquet in groupby(dates, key=lambda jour: (jour.year, jour.month))
    ]
    noms = [(quantiemes, typo.MOIS[cle[1] - 1]) for cle, quantiemes in mois]
    return " ; ".join(f"{typo.enumeration(quantiemes)}{typo.INSECABLE}{nom}" for quantiemes, nom in noms)


def par_enfant(lignes) -> list[LignesEnfant]:
    """Group lines by child, each with ``jours_en_mots``, in the order of the invoice."""
    groupes: dict[tuple, list] = {}
    for ligne in lignes:
        ligne.jours_en_mots = jours_en_mots(ligne.jours)
        groupes.setdefault((ligne.enfant_id, ligne.enfant_nom), []).append(ligne)
    return [
        LignesEnfant(nom, tuple(paquet), sum(ligne.montant for ligne in paquet))
        for (_, nom), paquet in groupes.items()
    ]
