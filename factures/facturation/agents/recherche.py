"""Invoices in the staff's one search: by their number, as it is printed or without its zeros and its dash."""

import re

from django.urls import reverse

from common.words.nettoyage import tout_a_plat
from common.words.typo import mois_annee
from espace_prive.famille.extensions.recherches import Trouvaille
from factures.facturation.models import Facture

LIRE = "facturation.view_facture"
# « 2026-000145 », « facture n° 2026 145 », « 2026/145 ».
ENTIER = re.compile(r"^(?:facture|avoir)?\s*(?:n\s*[°º]\s*)?(20\d\d)\s*[-–/. ]\s*(\d{1,6})$", re.IGNORECASE)
SEUL = re.compile(r"^(?:facture|avoir)?\s*(?:n\s*[°º]\s*)?(\d{1,6})$", re.IGNORECASE)
DERNIERES = 5


def chercher(agent, texte: str) -> list[Trouvaille]:
    if not agent.has_perm(LIRE):
        return []
    propre = tout_a_plat(texte)
    lisibles = Facture.objects.pour_agent(agent)
    if entier := ENTIER.match(propre):
        trouvees = list(lisibles.filter(exercice=int(entier[1]), numero=int(entier[2]))[:DERNIERES])
        return [_dire(f, exacte=len(trouvees) == 1) for f in trouvees]
    if seul := SEUL.match(propre):
        return [_dire(f) for f in lisibles.filter(numero=int(seul[1])).order_by("-exercice")[:DERNIERES]]
    return []


def _dire(facture, *, exacte=False):
    return Trouvaille(
        titre=str(facture), detail=f"{facture.debiteur}, {mois_annee(facture.mois)}",
        adresse=reverse("facture_agent", args=[facture.pk]), exacte=exacte,
    )  # fmt: skip
