"""What is said of absences before they are sent: each line, what stays billed, what they change of those told before.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from common.words import typo
from reservations.planning.rules_absences import A_JUSTIFIER, CARENCE, FACTUREE, NON_FACTUREE, Effet


@dataclass(frozen=True)
class LigneBilan:
    """One thing that the child will miss: « Zoé, lun. 16 nov. (cantine) », and what becomes of its price."""

    texte: str
    effet: Effet


@dataclass(frozen=True)
class Bilan:
    """What is ticked, as it would be told now. ``suites``: sentences on absences told before. ``vu``: its mark."""

    lignes: Sequence[LigneBilan] = ()
    suites: Sequence[str] = ()
    vu: str = ""

    @property
    def groupes(self) -> list[tuple[Effet, list[str]]]:
        """Give each effect once, with what it is said of: on a phone a sentence read five times hides the page."""
        trouves: dict[str, tuple[Effet, list[str]]] = {}
        for ligne in self.lignes:
            trouves.setdefault(ligne.effet.phrase, (ligne.effet, []))[1].append(ligne.texte)
        return list(trouves.values())

    def total(self, effet) -> Decimal:
        return sum((ligne.effet.reste for ligne in self.lignes if ligne.effet.effet == effet), ZERO)

    @property
    def titre(self) -> str:
        """« 2 absences · 0,85 € facturés »."""
        nombre = len(self.lignes)
        return f"{nombre} absence{typo.pluriel(nombre)} · {self.suite}" if nombre else "Rien n’est coché"

    @property
    def suite(self) -> str:
        """« rien ne sera facturé », « 1,70 € facturés, 0,85 € sauf certificat »."""
        if all(ligne.effet.effet == NON_FACTUREE for ligne in self.lignes):
            return "rien ne sera facturé"
        du, sauf = self.total(FACTUREE) + self.total(CARENCE), self.total(A_JUSTIFIER)
        dits = [f"{typo.montant(du)} facturé{typo.pluriel(du)}"] if du else []
        dits += [f"{typo.montant(sauf)} facturé{typo.pluriel(sauf)} sauf certificat"] if sauf else []
        # Who does not pay is told no amount.
        return ", ".join(dits) or "ce qui reste facturé est dit ci-dessous"

    @property
    def annonce(self) -> str:
        """What a screen reader is told when the ticks change."""
        return self.titre.replace(" · ", " : ")
