"""What the screens of the waiting lists show of a row, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from common import clock
from common.components.affichage import LigneRecap
from common.words import typo
from factures.tarifs.services import Tarificateur
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import catalogue
from reservations.attente import reading, rules
from reservations.attente.enums import VIVANTES, EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services.avis import quoi

VARIANTES = {
    EtatAttente.EN_ATTENTE: "info", EtatAttente.PROPOSEE: "warning", EtatAttente.ACCEPTEE: "success",
    EtatAttente.DECLINEE: "info", EtatAttente.EXPIREE: "info", EtatAttente.RETIREE: "info",
    EtatAttente.IMPOSSIBLE: "danger",
}  # fmt: skip


@dataclass(frozen=True)
class AttenteMontree:
    attente: Attente
    quoi: str
    prix: Decimal | None
    rang: int | None
    maintenant: datetime

    @property
    def etat(self) -> EtatAttente:
        """What it is now: an offer whose time is over is one no more, even before the lists are looked at."""
        finie = self.attente.etat == EtatAttente.PROPOSEE and self.maintenant >= self.attente.expire_le
        return EtatAttente.EXPIREE if finie else EtatAttente(self.attente.etat)

    @property
    def vivante(self) -> bool:
        return self.etat in VIVANTES

    @property
    def titre(self) -> str:
        return typo.typographier(f"{self.attente.enfant.prenom}, {typo.date_longue(self.attente.date)}")

    @property
    def offerte(self) -> bool:
        return self.etat == EtatAttente.PROPOSEE

    @property
    def majoree(self) -> bool:
        """It costs a surcharge to accept it."""
        return self.offerte and self.attente.reservation.hors_delai

    @property
    def variante(self) -> str:
        return VARIANTES[self.etat]

    @property
    def position(self) -> str:
        return typo.position(self.rang) if self.rang else ""

    @property
    def mot(self) -> str:
        """« En attente, 3e position », « Place proposée »."""
        mot = str(self.etat.label).capitalize()
        return f"{mot}, {self.position}" if self.position else mot

    @property
    def phrase(self) -> str:
        """What became of it, when it is over."""
        return self.attente.motif or rules.FINIES[self.etat]

    @property
    def recu(self) -> list[LigneRecap]:
        detail = f"{self.quoi[:1].upper()}{self.quoi[1:]}, {self.attente.lieu}"
        return [LigneRecap(libelle=self.titre, detail=detail, montant=self.prix, signe=False)]


def montrer(attentes: Iterable[Attente]) -> list[AttenteMontree]:
    """Give these rows, which come whole (``entieres``), with their ranks and prices."""
    attentes = list(attentes)
    rangs = reading.rangs([a.pk for a in attentes if a.etat == EtatAttente.EN_ATTENTE])
    foyers = {a.inscription.payeur.foyer_id for a in attentes}
    tarificateur = Tarificateur({a.formule_id for a in attentes}, foyers)
    instant = clock.maintenant()
    return [AttenteMontree(a, quoi(a), _prix(a, tarificateur), rangs.get(a.pk), instant) for a in attentes]


def _prix(attente, tarificateur) -> Decimal | None:
    formule = catalogue().formules.get(attente.formule_id)
    prix = tarificateur.prix(attente.formule_id, attente.inscription.payeur.foyer_id, attente.date, attente.enfant_id)
    return prix.montant * quantite(formule, None, None) if prix and formule else None
