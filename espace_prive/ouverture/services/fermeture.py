"""What the family file records of a closed account: the fact, and when."""

from common import journal
from common.actions import ActionJournal
from espace_prive.famille.models import Responsable


def noter_la_fermeture(utilisateur, *, par, motif) -> None:
    """Record on the adult's file that the space is closed; the adult stays in the file, and may get a new key."""
    for responsable in Responsable.objects.filter(utilisateur=utilisateur):
        journal.noter(ActionJournal.ESPACE_FERME, responsable, par=par, motif=motif, compte=utilisateur.pk)
