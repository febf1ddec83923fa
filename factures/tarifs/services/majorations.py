"""The surcharges in force, and their only writers."""

from datetime import date

from django.db import transaction

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from factures.tarifs.models import Majoration


class Majorations:
    """The surcharges of some activities: one statement, then none whatever the number of days."""

    def __init__(self, activites):
        self._connues: dict[tuple[int, int], list[Majoration]] = {}
        for majoration in Majoration.objects.filter(activite__in=activites):
            self._connues.setdefault((majoration.activite_id, majoration.nature), []).append(majoration)

    def en_vigueur(self, activite: int, nature: int, jour: date) -> Majoration | None:
        """Give the surcharge of an activity on a day; None when the town has none."""
        connues = self._connues.get((activite, nature), ())
        return next((m for m in connues if m.du <= jour and (m.au is None or jour <= m.au)), None)


@transaction.atomic
def ecrire_majoration(majoration: Majoration, *, par) -> Majoration:
    """Write a surcharge, new or changed. What is already billed keeps its own price."""
    if majoration.pk:
        lock(majoration)
    majoration.full_clean()
    majoration.save()
    journal.noter(ActionJournal.MAJORATION_ECRITE, majoration, par=par, valeur=str(majoration.valeur))
    return majoration


@transaction.atomic
def supprimer_majoration(majoration: Majoration, *, par) -> None:
    """Withdraw a surcharge; Refus when another agent just did."""
    if not Majoration.objects.filter(pk=majoration.pk).exists():
        raise Refus("Cette majoration est déjà supprimée.", code="disparue")
    journal.noter(ActionJournal.MAJORATION_SUPPRIMEE, majoration, par=par)
    majoration.delete()
