"""What other domains read of families."""

from datetime import timedelta

from common import clock
from espace_prive.famille.models import Scolarite

# In summer, the coming September is what counts.
AVANT_LA_RENTREE = timedelta(days=70)


def scolarites_en_cours():
    """The schoolings of the present school year; in summer, those of the coming September."""
    jour = clock.aujourdhui()
    return Scolarite.objects.filter(annee__du__lte=jour + AVANT_LA_RENTREE, annee__au__gte=jour)
