"""What serves no more: letters with their keys after a month, answered requests and old invitations after a year."""

from datetime import timedelta

from common import clock
from espace_prive.ouverture.enums import EtatDemandeEspace
from espace_prive.ouverture.models import DemandeEspace, Invitation, Liasse

LETTRES = timedelta(days=30)
UN_AN = timedelta(days=365)


def purger() -> int:
    """Delete them; return how many."""
    instant = clock.maintenant()
    vieux = (
        Liasse.objects.filter(faite_le__lt=instant - LETTRES),
        DemandeEspace.objects.exclude(etat=EtatDemandeEspace.DEPOSEE).filter(traitee_le__lt=instant - UN_AN),
        Invitation.objects.filter(expire_le__lt=instant - UN_AN),
    )
    return sum(lignes.delete()[0] for lignes in vieux)
