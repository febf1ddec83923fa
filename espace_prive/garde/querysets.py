"""Who may read whose custody."""

from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.querysets import ScopeQuerySet


class GardeQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        return self.filter(enfant__in=perimetre(acteur).enfants)

    def entre(self, du, au):
        """The periods that overlap these days, both included."""
        return self.filter(du__lte=au, au__gte=du)
