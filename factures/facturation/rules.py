"""From days to lines to totals, and the bounds of a month. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from common.rules import Non
from common.words.dates import dernier_du_mois, premier_du_mois

ZERO = Decimal("0.00")
ECHEANCE_LA_PLUS_LOINTAINE = timedelta(days=183)


class Element(NamedTuple):
    """One thing to bill; ``source`` is whatever the caller wants back (a booking, a consommation)."""

    enfant: int
    formule: int
    jour: date
    prix: Decimal
    explication: str
    source: object = None


@dataclass(frozen=True)
class Ligne:
    """Same child, same formule, same unit price, same reason: one line, its days listed."""

    enfant: int
    formule: int
    prix_unitaire: Decimal
    explication: str
    elements: tuple[Element, ...]

    @property
    def quantite(self) -> int:
        return len(self.elements)

    @property
    def montant(self) -> Decimal:
        return self.prix_unitaire * len(self.elements)

    @property
    def jours(self) -> list[date]:
        return [e.jour for e in self.elements]


def grouper(elements: Iterable[Element]) -> list[Ligne]:
    """By child × formule × unit price × explanation, in the order of first appearance, days ascending."""
    paquets: dict[tuple, list[Element]] = {}
    for element in elements:
        cle = (element.enfant, element.formule, element.prix, element.explication)
        paquets.setdefault(cle, []).append(element)
    return [Ligne(*cle, tuple(sorted(paquet, key=lambda e: e.jour))) for cle, paquet in paquets.items()]


def totaliser(lignes: Iterable[Ligne]) -> Decimal:
    return sum((ligne.montant for ligne in lignes), ZERO)


def mois_precedent(mois: date) -> date:
    return premier_du_mois(mois, -1)


def refuser_echeance(echeance: date, aujourdhui: date) -> Non | None:
    """Refuse a due date that cannot be printed."""
    if echeance <= aujourdhui:
        return Non("echeance", "La date limite de paiement doit être après aujourd’hui.")
    if echeance > aujourdhui + ECHEANCE_LA_PLUS_LOINTAINE:
        return Non("echeance", "La date limite de paiement est trop lointaine : choisissez-la dans les six mois.")
    return None


def est_fini(mois: date, aujourdhui: date) -> bool:
    """The month is over: its last day is before today."""
    return dernier_du_mois(mois) < aujourdhui
