"""Who may read whose custody."""

from django.db.models import Q

from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.querysets import ScopeQuerySet


class GardeQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        return self.filter(enfant__in=perimetre(acteur).enfants)

    def entre(self, du, au):
        """The periods that overlap these days, both included."""
        return self.filter(du__lte=au, au__gte=du)


class SwapQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """Those of the person's home, given or taken, for who has authority over the child."""
        moi = perimetre(acteur)
        return self.filter(Q(de__in=moi.foyers) | Q(a__in=moi.foyers), enfant__in=moi.confies)
