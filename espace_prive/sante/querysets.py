"""Who may read, and change, the people around a child."""

from django.db.models import Q

from common import clock
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.querysets import ScopeQuerySet


class ProcheQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """What the person may read: the entourage of the children over whom it has parental authority."""
        return self.filter(enfants__in=perimetre(acteur).confies).distinct()

    def tenus_par(self, acteur):
        """What the person may change: what its own household declared for those children."""
        return self.pour(acteur).filter(foyer__in=perimetre(acteur).foyers)

    def en_vigueur(self, jour=None):
        """Those not over yet on that day, those still to begin included."""
        return self.filter(Q(au__isnull=True) | Q(au__gte=jour or clock.aujourdhui()))
