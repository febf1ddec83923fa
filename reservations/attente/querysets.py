"""Reading who waits."""

from django.db import models
from django.db.models import Q

from espace_prive.famille.acces.perimetre import perimetre
from reservations.attente.enums import VIVANTES


class AttenteQuerySet(models.QuerySet):
    def pour(self, acteur):
        """Keep those of the person's children that its own home pays, or a third party."""
        moi = perimetre(acteur)
        paye = Q(inscription__payeur__foyer__in=moi.foyers) | Q(inscription__payeur__foyer__isnull=True)
        return self.filter(paye, enfant__in=moi.enfants)

    def vivantes(self):
        """Keep those that wait, or have a place held for them."""
        return self.filter(etat__in=VIVANTES)

    def entieres(self):
        """With all that their screens, mails and judgements read."""
        return self.select_related(
            "enfant", "formule", "lieu", "reservation", "inscription__enfant", "inscription__activite__service",
            "inscription__lieu", "inscription__payeur__foyer",
        )  # fmt: skip
