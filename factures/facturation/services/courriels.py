"""Mails that tell a family of a new invoice, or avoir: promised in the transaction that issues it, idempotent."""

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from common.mails import courriels
from common.models import Urgence
from common.words.typo import de_mois
from commune.services import reglages
from espace_prive.famille.models import Appartenance
from factures.facturation import reading
from factures.facturation.models import Facture
from factures.facturation.phrases import compte, phrases_avoirs

REDACTEUR = "factures.facturation.tasks.lettre_de_facture"


def promettre(factures: list[Facture], *, urgence=Urgence.COURANT) -> None:
    """Promise the mail of each invoice, in the transaction that issues them."""
    sujets = {f"facture:{facture.pk}": facture.pk for facture in factures}
    courriels.promettre_tous(REDACTEUR, sujets, objet="Votre facture", urgence=urgence)


def lettre_de_facture(facture_id: int) -> dict | None:
    """The mail of one invoice; None for a family that wants paper or has no address."""
    connues = Facture.objects.avec_reste().select_related("regie", "payeur__foyer", "avoir")
    facture = connues.get(pk=facture_id)
    foyer = facture.payeur.foyer
    if foyer is None or foyer.facture_papier:
        return None
    adresse = (
        Appartenance.objects.a_prevenir()
        .filter(foyer=foyer)
        .exclude(responsable__email="")
        .order_by(F("responsable__utilisateur").asc(nulls_last=True), "responsable")
        .values_list("responsable__email", flat=True)
        .first()
    )
    quoi = "avoir" if facture.est_avoir else "facture"
    return {
        "a": adresse or "",
        "objet": f"Votre {quoi} {de_mois(facture.mois)}",
        "gabarit": "courriels/facture_emise",
        "facture": facture,
        "montant": abs(facture.total),
        "compte": compte(facture),
        "avoirs": phrases_avoirs(
            reading.credits(foyers=[foyer.pk]),
            du=Facture.objects.filter(payeur__foyer=foyer).non_reglees().exists(),
        ),
        "commune": reglages(),
        "url": f"{settings.ADRESSE_PUBLIQUE}{reverse('facturation:detail', args=[facture.pk])}",
    }
