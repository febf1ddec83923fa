"""The receipts, written when the postman passes."""

from django.conf import settings
from django.urls import reverse

from commune.services import reglages
from factures.paiements.models import Paiement
from factures.paiements.services.imputations import disponible


def lettre_de_recu(paiement_id: int) -> dict | None:
    """The receipt of a payment, to the person who paid."""
    paiement = Paiement.objects.select_related("tentative__auteur", "tentative__facture", "regie").get(pk=paiement_id)
    tentative = paiement.tentative
    if tentative is None or tentative.auteur is None:
        return None
    return {
        "a": tentative.auteur.email,
        "objet": f"Votre paiement de la facture {tentative.facture.reference}",
        "gabarit": "courriels/recu",
        "commune": reglages(),
        "url": settings.ADRESSE_PUBLIQUE + reverse("facturation:detail", args=[tentative.facture_id]),
        "paiement": paiement,
        "facture": tentative.facture,
        "credit": disponible(paiement=paiement),
    }
