"""What pays what: a payment or an avoir pays invoices, and what it did not pay yet is the payer's credit."""

from django.db import transaction
from django.db.models import DecimalField, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock_all, lock_pk
from common.errors import Refus
from common.money import ZERO
from factures.facturation.enums import Nature
from factures.facturation.models import Facture
from factures.paiements.models import Imputation, Paiement

MONTANT = DecimalField(max_digits=9, decimal_places=2)


def _somme(lignes, champ="montant"):
    return lignes.aggregate(somme=Sum(champ))["somme"] or ZERO


def reste_du(facture):
    """What remains to pay of an invoice; 0 for an avoir."""
    if facture.est_avoir:
        return ZERO
    return facture.total - _somme(Imputation.objects.filter(facture=facture))


def solde(payeur, regie):
    """What the payer owes to the régie, all invoices, avoirs and payments counted; negative: a credit."""
    qui = {"payeur": payeur, "regie": regie}
    return _somme(Facture.objects.filter(**qui), "total") - _somme(Paiement.objects.filter(**qui))


def credit(payeur, regie):
    """Received from the payer, in money or avoirs, and paying nothing yet."""
    qui = {"payeur": payeur, "regie": regie}
    recu = _somme(Paiement.objects.filter(**qui)) - _somme(Facture.objects.filter(nature=Nature.AVOIR, **qui), "total")
    source = Q(paiement__payeur=payeur, paiement__regie=regie) | Q(avoir__payeur=payeur, avoir__regie=regie)
    return recu - _somme(Imputation.objects.filter(source))


def disponible(*, paiement=None, avoir=None):
    """What is left of a payment or of an avoir."""
    recu = paiement.montant if paiement else -avoir.total
    return recu - _somme(Imputation.objects.filter(paiement=paiement, avoir=avoir))


def non_impute(tentative):
    """Received through the attempt and paying nothing yet."""
    recu = _somme(Paiement.objects.filter(tentative=tentative))
    return recu - _somme(Imputation.objects.filter(paiement__tentative=tentative))


def imputer(facture, *, paiement=None, avoir=None):
    """Pay the invoice, already locked by the caller, with as much of the source as it takes; return that amount."""
    montant = min(reste_du(facture), disponible(paiement=paiement, avoir=avoir))
    if montant <= 0:
        return ZERO
    Imputation.objects.create(facture=facture, paiement=paiement, avoir=avoir, montant=montant)
    return montant


@transaction.atomic
def imputer_avoir(avoir, par=None):
    """Settle what remains of the corrected invoice with the avoir; the rest of it is the payer's credit.

    Money already received for the invoice stays where it is: it was received, and the avoir gives it back.
    """
    facture = lock_pk(Facture, avoir.corrige_id)
    return imputer(facture, avoir=avoir)


@transaction.atomic
def imputer_credit(payeur, regie, *, par=None, sur=None):
    """Pay the payer's unpaid invoices of the régie with the credit, oldest first; return the amount used.

    ``sur`` names the only invoice to pay: what is left stays the payer's credit. Without it, raise Refus when there is
    nothing to use, or nothing to pay.
    """
    qui = {"payeur": payeur, "regie": regie}
    lock_all(Facture.objects.filter(**qui))
    lock_all(Paiement.objects.filter(**qui))
    # Read again under the locks: what the previous holders paid is seen.
    sources = [{"avoir": avoir} for avoir in _disponibles("imputations_donnees", Facture.objects.filter(**qui))]
    sources += [{"paiement": paiement} for paiement in _disponibles("imputations", Paiement.objects.filter(**qui))]
    a_payer = Facture.objects.filter(**qui).non_reglees().order_by("emise_le", "pk")
    if sur is not None:
        a_payer = a_payer.filter(pk=sur.pk)
    utilise = sum((imputer(facture, **source) for facture in a_payer for source in sources), ZERO)
    if not utilise and sur is not None:
        return ZERO
    if not utilise:
        raise Refus("Il n’y a pas de crédit, ou pas de facture à payer avec lui.", code="rien_a_imputer")
    journal.noter(ActionJournal.IMPUTER_LE_CREDIT, payeur, par=par, regie=regie.nom, montant=str(utilise))
    return utilise


def imputer_credits(*, factures):
    """Use the credit of the payers of these new invoices: two queries, then some for each payer who has a credit.

    Each new invoice is paid, and no older one: families are told that an avoir goes to the next invoice, or to another
    if they ask the régie.
    """
    if not factures:
        return
    qui = {"payeur__in": [f.payeur_id for f in factures], "regie": factures[0].regie_id}
    crediteurs = {s.payeur_id for s in _disponibles("imputations_donnees", Facture.objects.filter(**qui))}
    crediteurs |= {s.payeur_id for s in _disponibles("imputations", Paiement.objects.filter(**qui))}
    for facture in sorted(factures, key=lambda f: f.pk):
        if facture.payeur_id in crediteurs and facture.total > 0:
            imputer_credit(facture.payeur, facture.regie, sur=facture)


def paiements_disponibles_du_foyer():
    """The payments of OuterRef("pk"), a household, that are not wholly used: the town holds its money."""
    return _disponibles("imputations", Paiement.objects.filter(payeur__foyer=OuterRef("pk")))


def avoirs_disponibles_du_foyer():
    """Its avoirs that are not wholly used."""
    avoirs = Facture.objects.filter(nature=Nature.AVOIR, payeur__foyer=OuterRef("pk"))
    return _disponibles("imputations_donnees", avoirs)


def _disponibles(relation, sources):
    recu = F("montant") if sources.model is Paiement else -F("total")
    sources = sources.annotate(utilise=Coalesce(Sum(f"{relation}__montant"), ZERO, output_field=MONTANT))
    return sources.filter(utilise__lt=recu).order_by("pk")
