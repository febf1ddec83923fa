"""Locks, and what is still under way at the bank."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from common import clock
from factures.paiements.enums import EtatTentative

# The bank closes its page after a quarter of an hour; its answer may take a little more.
DUREE_DU_PASSAGE = timedelta(minutes=20)


class VerrouQuerySet(models.QuerySet):
    def verrouilles(self):
        """Lock the rows in ascending id, the one order that everybody takes."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


class TentativeQuerySet(VerrouQuerySet):
    def en_cours(self, depuis=None):
        """Keep the attempts whose payer may be at the bank now, and those that the bank itself left pending.

        ``depuis``: since when one may be at the bank, for who writes the statement once (common.database.compiled).
        """
        recente = Q(creee_le__gt=depuis or clock.maintenant() - DUREE_DU_PASSAGE)
        return self.filter(recente | ~Q(code=""), etat=EtatTentative.OUVERTE)
