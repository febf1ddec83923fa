"""From days to lines to totals, and the bounds of a month. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from common.money import ZERO, arrondir
from common.rules import Non
from common.words.dates import dernier_du_mois, premier_du_mois

UN = Decimal(1)
ECHEANCE_LA_PLUS_LOINTAINE = timedelta(days=183)


class Element(NamedTuple):
    """One thing to bill, priced; ``source`` is what the caller wants back (its line of the journal)."""

    enfant: int | None
    libelle: str
    jour: date
    prix: Decimal
    explication: str
    quantite: Decimal = UN
    unite: str = ""
    source: object = None

    @property
    def montant(self) -> Decimal:
        return arrondir(self.prix * self.quantite)


@dataclass(frozen=True)
class Ligne:
    """Same child, same thing, same unit price, same reason: one line, its days listed."""

    enfant: int | None
    libelle: str
    prix_unitaire: Decimal
    explication: str
    unite: str
    elements: tuple[Element, ...]

    @property
    def quantite(self) -> Decimal:
        return sum((e.quantite for e in self.elements), Decimal(0))

    @property
    def montant(self) -> Decimal:
        return arrondir(self.prix_unitaire * self.quantite)

    @property
    def jours(self) -> list[date]:
        return sorted({e.jour for e in self.elements})


def grouper(elements: Iterable[Element]) -> list[Ligne]:
    """By child × thing × unit price × explanation, in the order of first appearance, days ascending.

    A quantity that is not whole is a line by itself, so that each line, rounded once, is the sum of its elements.
    """
    paquets: dict[tuple, list[Element]] = {}
    for rang, element in enumerate(elements):
        seul = rang if element.quantite % 1 else None
        cle = (element.enfant, element.libelle, element.prix, element.explication, element.unite, seul)
        paquets.setdefault(cle, []).append(element)
    return [Ligne(*cle[:-1], tuple(sorted(paquet, key=lambda e: e.jour))) for cle, paquet in paquets.items()]


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
