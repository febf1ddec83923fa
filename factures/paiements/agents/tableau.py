"""What the cashier must look at: credits that families have, answers of the bank that match nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from common import clock
from common.money import ZERO
from common.words.noms import cle_de_tri
from commune.models import Regie
from espace_prive.famille.models import Payeur
from factures.facturation.enums import Nature
from factures.facturation.models import Facture
from factures.paiements.enums import VERDICTS_A_REGARDER, EtatTentative, Verdict
from factures.paiements.models import Imputation, Notification, Paiement, Tentative

MEMOIRE = timedelta(days=60)
NOMBRE = 50
DERNIERES = 10


@dataclass(frozen=True)
class Credit:
    """What a payer gave in excess to a régie, and what of it could be used now."""

    payeur: Payeur
    regie: Regie
    montant: Decimal
    a_payer: Decimal

    @property
    def utilisable(self):
        return min(self.montant, self.a_payer)


def credits(*, sauf=()):
    """The payers whose payments and avoirs exceed what they pay; a fixed number of queries for all.

    ``sauf``: the households (ids) that are left out.
    """
    soldes = defaultdict(Decimal)
    recus = Paiement.objects.order_by().values_list("payeur", "regie").annotate(Sum("montant"))
    avoirs = Facture.objects.filter(nature=Nature.AVOIR).order_by().values_list("payeur", "regie")
    utilises = Imputation.objects.values_list(
        Coalesce("paiement__payeur", "avoir__payeur"), Coalesce("paiement__regie", "avoir__regie")
    )
    for payeur, regie, somme in recus:
        soldes[payeur, regie] += somme
    for payeur, regie, somme in (*avoirs.annotate(Sum("total")), *utilises.annotate(Sum("montant"))):
        # An avoir's total is negative: it gives.
        soldes[payeur, regie] -= somme
    return _nommer({qui: solde for qui, solde in soldes.items() if solde > 0}, sauf)


def _nommer(soldes, sauf):
    lisibles = Payeur.objects.exclude(foyer__in=sauf).select_related("foyer")
    payeurs = lisibles.in_bulk({payeur for payeur, _ in soldes})
    regies = Regie.objects.in_bulk()
    dus = defaultdict(Decimal)
    for facture in Facture.objects.filter(payeur__in=payeurs).non_reglees():
        dus[facture.payeur_id, facture.regie_id] += facture.reste
    lignes = [
        Credit(payeurs[payeur], regies[regie], montant, dus.get((payeur, regie), ZERO))
        for (payeur, regie), montant in soldes.items()
        if payeur in payeurs
    ]
    return sorted(lignes, key=lambda ligne: (cle_de_tri(str(ligne.payeur)), ligne.regie.tri))


def alertes(*, sauf=()):
    """The signed answers of the last weeks that match nothing; a credit is told by ``credits``.

    ``sauf``: the households (ids) that are left out.
    """
    verdicts = [verdict for verdict in VERDICTS_A_REGARDER if verdict != Verdict.EXCEDENT]
    recentes = Notification.objects.filter(verdict__in=verdicts, recue_le__gt=clock.maintenant() - MEMOIRE)
    recentes = recentes.exclude(tentative__facture__payeur__foyer__in=sauf)
    return recentes.select_related("tentative__facture__payeur__foyer")[:NOMBRE]


@dataclass(frozen=True)
class Refusees:
    """Messages of the last weeks that the bank did not sign: how many were stored, and the latest."""

    nombre: int
    dernieres: list[Notification]


def refusees() -> Refusees:
    """What came to the bank's door without its signature; it changed nothing, but somebody sent it."""
    recentes = Notification.objects.filter(verdict=Verdict.SIGNATURE, recue_le__gt=clock.maintenant() - MEMOIRE)
    return Refusees(recentes.count(), list(recentes[:DERNIERES]))


def en_suspens(*, sauf=()):
    """The attempts that the bank left pending; ``sauf``: the households (ids) that are left out."""
    suspens = Tentative.objects.filter(~Q(code=""), etat=EtatTentative.OUVERTE)
    suspens = suspens.exclude(facture__payeur__foyer__in=sauf)
    return suspens.select_related("facture__regie")[:NOMBRE]
