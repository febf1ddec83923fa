"""Who may read, and change, the people around a child."""

from django.db.models import Q

from common import clock
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.querysets import ScopeQuerySet


class ProcheQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """Keep what the person may read: of the children over whom it has parental authority."""
        return self.filter(enfants__in=perimetre(acteur).confies).distinct()

    def tenus_par(self, acteur):
        """Keep what the person may change: what its own household declared, of those children."""
        return self.pour(acteur).filter(foyer__in=perimetre(acteur).foyers)

    def en_vigueur(self, jour=None):
        """Keep who is not over yet on that day (who comes later too)."""
        return self.filter(Q(au__isnull=True) | Q(au__gte=jour or clock.aujourdhui()))
