"""Every reading of a family's file leaves a line in the journal: families read who opened it."""

from common import journal
from common.actions import ActionJournal
from espace_prive.famille.models import Enfant, Foyer


def noter_consultation(foyer: Foyer, *, par) -> None:
    journal.noter(ActionJournal.CONSULTATION, foyer, par=par)


def noter_ouverture(enfant: Enfant, *, par, quoi: str) -> None:
    """Keep who opened the health sheet of a child, or a document, and when."""
    journal.noter(ActionJournal.OUVERTURE, enfant, par=par, motif=quoi)


def noter_lecture_pour_un_parent(enfant: Enfant, *, par, quoi="") -> None:
    """Record that an agent, in the place of a parent, read a child's file; ``quoi`` says what of its health.

    On the child: the mode notes the household it acts for, and a child may have another, which is to know too.
    """
    if par.agit_pour and quoi:
        noter_ouverture(enfant, par=par, quoi=quoi)
    elif par.agit_pour:
        journal.noter(ActionJournal.CONSULTATION, enfant, par=par)
