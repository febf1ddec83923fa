"""What the family file of the agents shows of each adult's way in."""

from django.db.models import OuterRef, Subquery

from common.memoire import retenir
from commune.models import Service
from espace_prive.famille.models import Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.ouverture.models import Invitation

OUVRIR, AGIR = "ouverture.ouvrir_espaces", "ouverture.agir_pour_famille"


def contexte(foyer, enfants, utilisateur) -> dict:
    """Give the adults of the household, each with the dates of its living invitation: one statement."""
    vivante = Invitation.objects.vivantes().filter(responsable=OuterRef("pk")).order_by()
    adultes = (
        Responsable.objects.filter(en_cours("appartenances__"), appartenances__foyer=foyer)
        .select_related("utilisateur")
        .annotate(
            invite_le=Subquery(vivante.values("creee_le")[:1]), expire_le=Subquery(vivante.values("expire_le")[:1])
        )
    )
    for adulte in adultes:
        compte = adulte.utilisateur
        adulte.a_un_espace = compte is not None and not compte.a_activer
    return {
        "foyer": foyer,
        "adultes": adultes,
        "services": retenir("services", lambda: list(Service.objects.all())),
        "peut_ouvrir": utilisateur.has_perm(OUVRIR),
        "peut_agir": utilisateur.has_perm(AGIR),
        "peut_imprimer": utilisateur.has_perm("famille.imprimer_cle"),
    }
