"""What the agents' family file shows of its payments: to who keeps the till, nothing to others."""

from decimal import Decimal

from django.db.models import Q, Sum

from common.money import ZERO
from espace_prive.famille.extensions import Section
from factures.facturation.enums import Nature
from factures.facturation.models import Facture
from factures.paiements.agents.views import CONSULTER
from factures.paiements.models import Imputation, Paiement

DERNIERS = 5


def contexte(dossier, utilisateur) -> dict | None:
    if not utilisateur.has_perm(CONSULTER):
        return None
    siens = Paiement.objects.filter(payeur__foyer=dossier.foyer)
    derniers = siens.select_related("regie", "tentative__facture").order_by("-recu_le", "-pk")[:DERNIERS]
    return {"foyer": dossier.foyer, "paiements": list(derniers), "credit": credit_du_foyer(dossier.foyer)}


def credit_du_foyer(foyer) -> Decimal:
    """What its payments and its avoirs give beyond what they pay, all régies together."""
    recu = _somme(Paiement.objects.filter(payeur__foyer=foyer), "montant")
    avoirs = _somme(Facture.objects.filter(payeur__foyer=foyer, nature=Nature.AVOIR), "total")
    sources = Q(paiement__payeur__foyer=foyer) | Q(avoir__payeur__foyer=foyer)
    return recu - avoirs - _somme(Imputation.objects.filter(sources), "montant")


def _somme(lignes, champ):
    return lignes.order_by().aggregate(somme=Sum(champ))["somme"] or ZERO


SECTION = Section(cle="paiements", titre="Paiements", gabarit="paiements/agents/_section.html", contexte=contexte)
