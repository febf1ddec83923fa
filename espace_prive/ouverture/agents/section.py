"""What the family file of the agents shows of each adult's way in."""

from common.web.memory import remember
from commune.models import Service
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import Section
from espace_prive.ouverture.models import Invitation

OUVRIR, AGIR = "ouverture.ouvrir_espaces", "ouverture.agir_pour_famille"


def contexte(dossier, utilisateur) -> dict:
    """The adults of the household, each with its living invitation: read only for those without a space."""
    moi = portee.portee(utilisateur)
    sans = [adulte for adulte in dossier.adultes if adulte.etat_de_cle.peut_emettre]
    vivantes = (
        {i.responsable_id: i for i in Invitation.objects.vivantes().filter(responsable__in=sans)} if sans else {}
    )
    services = remember("services", lambda: list(Service.objects.all()))
    services = [s for s in services if moi.tous or s.pk in moi.services]
    return {
        "foyer": dossier.foyer,
        "adultes": [(adulte, adulte in sans, vivantes.get(adulte.pk)) for adulte in dossier.adultes],
        "services": services,
        "peut_ouvrir": utilisateur.has_perm(OUVRIR),
        "peut_agir": utilisateur.has_perm(AGIR),
        "peut_imprimer": bool(services) and utilisateur.has_perm("famille.imprimer_cle"),
    }


SECTION = Section(cle="ouverture", titre="Espaces", gabarit="ouverture/agents/_section.html", contexte=contexte)
