"""Which waiting rows an agent reads: of its services and places, of no child it is barred from."""

from espace_prive.famille.acces.portee import ecartes, portee
from reservations.attente.models import Attente

TENIR = "attente.tenir_les_attentes"


def attentes_de(agent):
    moi, toutes = portee(agent), Attente.objects.all()
    if not moi.tous:
        toutes = toutes.filter(moi.de("inscription__activite__service", "lieu"))
    return toutes.exclude(enfant__in=ecartes(agent))
