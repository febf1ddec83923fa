"""Reading activities."""

from django.db import models
from django.db.models import F, Q


class CreneauQuerySet(models.QuerySet):
    def verrouilles(self):
        """Lock the rows in ascending id, the one order that everybody takes: no deadlock, no oversold place."""
        return self.order_by("pk").select_for_update(of=("self",))

    def avec_restantes(self):
        """Annotate ``restantes``: places left, empty when the place has no limit."""
        return self.annotate(restantes=F("places") + F("surbooking") - F("prises"))


class InscriptionQuerySet(models.QuerySet):
    def actives(self, du, au=None):
        """Keep the registrations in force at some moment between ``du`` and ``au`` (both included)."""
        from reservations.activites.enums import EtatInscription

        au = au or du
        return self.filter(Q(au__isnull=True) | Q(au__gte=du), etat=EtatInscription.ACTIVE, du__lte=au)
