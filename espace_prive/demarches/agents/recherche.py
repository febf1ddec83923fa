"""Requests in the staff's one search: by the number that the family's mail bears, « demande n° 1042 »."""

import re

from django.urls import reverse

from common.words.nettoyage import tout_a_plat
from common.words.typo import date_simple
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions.recherches import Trouvaille

NUMERO = re.compile(r"^(demande)?\s*(?:n\s*[°º]\s*)?(\d{1,9})$", re.IGNORECASE)


def chercher(agent, texte: str) -> list[Trouvaille]:
    trouve = NUMERO.match(tout_a_plat(texte))
    if not trouve or not agent.has_perm(portee.CONSULTER):
        return []
    lisibles = Demarche.objects.filter(pk=int(trouve[2]), foyer__in=portee.foyers(agent)).select_related("foyer")
    return [
        Trouvaille(
            titre=f"Demande n°\u00a0{d.pk}", detail=f"{d.titre}, {d.foyer}, {date_simple(d.deposee_le)}",
            adresse=reverse("demande_de_la_famille", args=[d.foyer_id, d.pk]), exacte=bool(trouve[1]),
        )
        for d in lisibles
    ]  # fmt: skip
