"""The grids, for agents: which price applies since when, by which deliberation. Read-only."""

from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import clock
from common.http import agent_requis
from factures.tarifs.enums import Borne
from factures.tarifs.models import Grille
from factures.tarifs.phrases import tranche


@dataclass(frozen=True)
class LigneGrille:
    """A bracket with both its bounds included, and its price."""

    tranche: str
    prix: Decimal


def lignes(grille: Grille) -> list[LigneGrille]:
    """Write the brackets of a grid in words; ``tranches`` is read in ascending order."""
    suite, de = [], None
    for ligne in grille.tranches.all():
        nom = tranche(de, ligne.jusqua, borne_haute_comprise=grille.borne == Borne.SUPERIEURE)
        suite.append(LigneGrille(nom, ligne.prix))
        de = ligne.jusqua
    return suite


@agent_requis("tarifs.view_grille")
@require_GET
def grilles(request):
    """List the grids, in force first, then to come, then past."""
    jour = clock.aujourdhui()
    toutes = Grille.objects.select_related("formule__activite").prefetch_related("tranches")
    vues = []
    for grille in toutes.order_by("formule__activite__nom", "formule__nom", "-du"):
        en_vigueur = grille.du <= jour and (grille.au is None or jour <= grille.au)
        vues.append(
            {"grille": grille, "lignes": lignes(grille), "en_vigueur": en_vigueur, "a_venir": grille.du > jour}
        )
    vues.sort(key=lambda vue: (not vue["en_vigueur"], not vue["a_venir"]))
    return render(request, "tarifs/agents/grilles.html", {"titre": "Grilles tarifaires", "vues": vues})
