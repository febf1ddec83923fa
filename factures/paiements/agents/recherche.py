"""Payments in the staff's one search: by the reference that the bank knows, its transaction or its authorisation."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from common.words.nettoyage import tout_a_plat
from common.words.typo import date_simple, montant
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions.recherches import Trouvaille
from factures.paiements.agents.views import CONSULTER
from factures.paiements.models import Paiement

DERNIERS, SIGNES = 5, 6


def chercher(agent, texte: str) -> list[Trouvaille]:
    propre = tout_a_plat(texte)
    if not agent.has_perm(CONSULTER) or len(propre) < SIGNES:
        return []
    numeros = Q(tentative__reference__iexact=propre) | Q(transaction=propre) | Q(autorisation=propre)
    lisibles = Paiement.objects.exclude(payeur__foyer__in=portee.foyers_fermes(agent))
    trouves = lisibles.filter(numeros).select_related("payeur__foyer")[:DERNIERS]
    adresse = f"{reverse('paiements_recus')}?{urlencode({'q': propre})}"
    return [
        Trouvaille(
            titre=f"Paiement de {montant(p.montant)}", detail=f"{p.payeur}, reçu le {date_simple(p.recu_le)}",
            adresse=adresse,
        )
        for p in trouves
    ]  # fmt: skip
