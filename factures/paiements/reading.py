"""What other pages ask about payments."""

from factures.paiements.models import Tentative


def en_cours(*, factures) -> dict[int, Tentative]:
    """{invoice id: the latest payment that waits for its bank}, in one query."""
    attentes = Tentative.objects.filter(facture__in=factures).en_cours().order_by("creee_le", "pk")
    return {tentative.facture_id: tentative for tentative in attentes}
