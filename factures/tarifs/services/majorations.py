"""The surcharges in force, and their only writers."""

from datetime import date

from django.db import transaction

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one
from common.errors import Refus
from common.rules import Non
from common.words.typo import date_simple
from factures.tarifs.extensions import facturee_jusquau
from factures.tarifs.models import Majoration

# What an invoice has shown of it.
FIGES = ("activite_id", "nature", "forme", "valeur", "du", "deliberation")


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


def refuser_changement(avant: Majoration, apres: Majoration | None) -> Non | None:
    """Say why a surcharge cannot become ``apres`` (None: nothing): what it billed stays true of it."""
    dernier = facturee_jusquau(avant)
    if dernier is None:
        return None
    sert = f"Elle a servi à facturer jusqu’au {date_simple(dernier)}"
    if apres is not None and all(getattr(avant, champ) == getattr(apres, champ) for champ in FIGES):
        if apres.au is None or apres.au >= dernier:
            return None
        return Non("facturee", f"{sert} : finissez-la ce jour ou après.")
    return Non("facturee", f"{sert} : donnez-lui une fin, puis ajoutez la nouvelle à la suite.")


@transaction.atomic
def ecrire_majoration(majoration: Majoration, *, par) -> Majoration:
    """Write a surcharge, new or changed. Raise Refus(code="facturee") for what it has already billed."""
    if majoration.pk:
        avant = lock(Majoration(pk=majoration.pk))
        if non := refuser_changement(avant, majoration):
            raise Refus.of(non)
    majoration.full_clean()
    majoration.save()
    journal.noter(ActionJournal.MAJORATION_ECRITE, majoration, par=par, valeur=str(majoration.valeur))
    return majoration


@transaction.atomic
def supprimer_majoration(majoration: Majoration, *, par) -> None:
    """Withdraw a surcharge; Refus when another agent just did, or when it has billed something."""
    connue = lock_one(Majoration.objects.filter(pk=majoration.pk))
    if connue is None:
        raise Refus("Cette majoration est déjà supprimée.", code="disparue")
    if non := refuser_changement(connue, None):
        raise Refus.of(non)
    journal.noter(ActionJournal.MAJORATION_SUPPRIMEE, majoration, par=par)
    majoration.delete()
