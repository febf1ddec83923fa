"""What the family file of the agents shows of each adult's way in."""

from django.urls import reverse

from common.web.memory import remember
from commune.models import Service
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import GesteDuDossier, Section
from espace_prive.ouverture.models import DemandeEspace

OUVRIR, AGIR = "ouverture.ouvrir_espaces", "ouverture.agir_pour_famille"


def contexte(dossier, utilisateur) -> dict:
    """The adults of the household, each with its living invitation: read only for those without a space."""
    moi = portee.portee(utilisateur)
    sans = [adulte for adulte in dossier.adultes if adulte.etat_de_cle.peut_emettre]
    demandes = ()
    if utilisateur.has_perms([OUVRIR, portee.TOUS]):
        demandes = list(DemandeEspace.objects.pour_agent(utilisateur).filter(responsable__in=dossier.adultes))
    services = remember("services", lambda: list(Service.objects.all()))
    services = [s for s in services if moi.tous or s.pk in moi.services]
    return {
        "foyer": dossier.foyer,
        "adultes": [(adulte, adulte in sans, adulte.invitation) for adulte in dossier.adultes],
        "services": services,
        "demandes": demandes,
        "peut_ouvrir": utilisateur.has_perm(OUVRIR),
        "peut_agir": utilisateur.has_perm(AGIR),
        "peut_imprimer": bool(services) and utilisateur.has_perm("famille.imprimer_cle"),
    }


def gestes(dossier, utilisateur) -> list[GesteDuDossier]:
    """« Agir pour cette famille », when somebody lives there."""
    if not (dossier.adultes and utilisateur.has_perm(AGIR)):
        return []
    adresse = reverse("ouvertures:agir_pour_la_famille", args=[dossier.foyer.pk])
    return [GesteDuDossier(texte="Agir pour cette famille", adresse=adresse, principal=True)]


SECTION = Section(cle="ouverture", titre="Espaces", gabarit="ouverture/agents/_section.html", contexte=contexte)
