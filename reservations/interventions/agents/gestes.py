"""« Corriger des réservations » at the top of the family file: its children, today."""

from urllib.parse import urlencode

from django.urls import reverse

from common import clock
from espace_prive.famille.extensions import GesteDuDossier
from reservations.interventions.agents.views import PERMISSION


def gestes(dossier, utilisateur) -> list[GesteDuDossier]:
    """Nothing without children, or to who may not correct."""
    if not (dossier.enfants and utilisateur.has_perm(PERMISSION)):
        return []
    enfants = [enfant.pk for enfant in dossier.enfants]
    cibles = {"jour": clock.aujourdhui().isoformat(), "enfants": enfants}
    adresse = f"{reverse('corriger_reservations')}?{urlencode(cibles, doseq=True)}"
    return [GesteDuDossier(texte="Corriger des réservations", adresse=adresse)]
