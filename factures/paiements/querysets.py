"""What is still under way at the bank."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from common import clock
from factures.paiements.enums import EtatTentative

# The bank closes its page after a quarter of an hour; its answer may take a little more.
DUREE_DU_PASSAGE = timedelta(minutes=20)


class TentativeQuerySet(models.QuerySet):
    def en_cours(self, depuis=None):
        """The attempts whose payer may be at the bank now, and those that the bank itself left pending.

        ``depuis``: since when a payer may be at the bank; given by callers whose statement is compiled once
        (common.database.compiled).
        """
        recente = Q(creee_le__gt=depuis or clock.maintenant() - DUREE_DU_PASSAGE)
        return self.filter(recente | ~Q(code=""), etat=EtatTentative.OUVERTE)
