"""Who may read whose custody."""

from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.querysets import ScopeQuerySet


class GardeQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """Keep the custody of the children that the person may see."""
        return self.filter(enfant__in=perimetre(acteur).enfants)

    def entre(self, du, au):
        """Keep the periods that touch these days."""
        return self.filter(du__lte=au, au__gte=du)
