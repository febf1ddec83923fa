"""The swaps of days that wait for the answer of whoever looks: one statement for all its children."""

from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.database.compiled import compiled
from common.web.memory import remember
from common.words import typo
from espace_prive.garde.enums import EtatDeSwap
from espace_prive.garde.models import Swap


@compiled
def en_attente(*, confies, foyers, jour):
    """Named rows: those proposed to these homes that may still be answered."""
    lus = Swap.objects.filter(enfant__in=confies, a__in=foyers, etat=EtatDeSwap.PROPOSE, du__gte=jour)
    return lus.order_by("du", "pk").values_list("numero", "du", "au", "enfant__prenom", named=True)


def _enfants_concernes() -> frozenset[int]:
    """Give the children of the town about whom a proposal waits: few, and in memory."""
    return frozenset(Swap.objects.filter(etat=EtatDeSwap.PROPOSE).values_list("enfant", flat=True))


def swaps(acteur, moi):
    """Give each proposal of the other home; an agent who acts for a parent answers none.

    Whom none concerns costs no statement.
    """
    if not moi.foyers or acteur.agit_pour or not remember(Swap.MEMOIRE, _enfants_concernes) & moi.confies:
        return
    for swap in en_attente(confies=moi.confies, foyers=moi.foyers, jour=clock.aujourdhui()):
        yield Tache(
            titre=f"Répondre à l’autre parent {typo.de(swap.enfant__prenom)}",
            texte=f"Il propose d’échanger des jours de garde : {typo.periode(swap.du, swap.au)}.",
            url=reverse("garde:swap", args=[swap.numero]),
            action="Lire et répondre",
            echeance=swap.du,
            icone="calendrier",
            proche=True,
        )
