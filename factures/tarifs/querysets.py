"""Which grids apply when."""

from datetime import date

from django.db import models
from django.db.models import Q


class GrilleQuerySet(models.QuerySet):
    def en_vigueur(self, jour: date):
        """Keep the grids that price ``jour``."""
        return self.filter(Q(au=None) | Q(au__gte=jour), du__lte=jour)

    def a_venir(self, jour: date):
        """Keep the grids that begin after ``jour``."""
        return self.filter(du__gt=jour)

    def verrouillees(self):
        """Lock by ascending key."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)
