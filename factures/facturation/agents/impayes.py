"""What is left to pay: of a list, by debtor, and as columns of a file. Reads only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from common.money import ZERO
from espace_prive.famille.models import Payeur
from factures.facturation.models import Facture


@dataclass
class Dette:
    """What a payer owes: how many invoices, since when, how much."""

    payeur: Payeur
    nombre: int = 0
    depuis: date | None = None
    reste: Decimal = ZERO


def somme_due(factures) -> Decimal:
    """Left to pay of these invoices, in euros."""
    dues = Facture.objects.filter(pk__in=factures.order_by().values("pk")).order_by().non_reglees()
    return dues.aggregate(somme=Sum("reste"))["somme"] or ZERO


def par_payeur(factures, *, echues: bool) -> list[Dette]:
    """The debts of these invoices by payer, the oldest first; ``echues``: only those past their date."""
    dues = factures.order_by().echues() if echues else factures.order_by().non_reglees()
    dettes = {}
    for facture in dues.select_related("payeur__foyer"):
        dette = dettes.setdefault(facture.payeur_id, Dette(facture.payeur))
        dette.nombre += 1
        dette.reste += facture.reste
        if facture.echeance and (dette.depuis is None or facture.echeance < dette.depuis):
            dette.depuis = facture.echeance
    return sorted(dettes.values(), key=lambda d: (d.depuis or date.max, -d.reste, d.payeur.pk))


def en_colonnes(factures):
    """(column names, lines) of a list of invoices."""
    colonnes = ("Numéro", "Nature", "Mois", "Famille", "Débiteur", "Montant", "Échéance", "État", "Reste dû", "Régie")
    lignes = (
        (
            f.reference, f.get_nature_display(), f.mois, f.famille_numero, f.debiteur, f.total, f.echeance,
            f.etat.label, f.reste if f.etat.est_due else ZERO, f.regie.nom,
        )
        for f in factures.avec_reste().select_related("regie")
    )  # fmt: skip
    return colonnes, lignes


def dettes_en_colonnes(dettes):
    """(column names, lines) of a list of debts."""
    colonnes = ("Famille", "Payeur", "Factures", "Plus ancienne échéance", "Reste dû")
    lignes = (
        (d.payeur.foyer.numero if d.payeur.foyer else None, str(d.payeur), d.nombre, d.depuis, d.reste) for d in dettes
    )
    return colonnes, lignes
