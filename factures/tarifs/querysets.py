"""Which grids apply when."""

from datetime import date

from django.db import models
from django.db.models import Q

from factures.tarifs.enums import Assiette, FormeTarif


class GrilleQuerySet(models.QuerySet):
    def en_vigueur(self, jour: date):
        """Keep the grids that price ``jour``."""
        return self.filter(Q(au=None) | Q(au__gte=jour), du__lte=jour)

    def demandent_les_ressources(self, jour: date) -> bool:
        """Tell whether a grid that prices ``jour`` is a rate on the household's income."""
        return self.en_vigueur(jour).filter(forme=FormeTarif.EFFORT, assiette=Assiette.RESSOURCES).exists()

    def a_venir(self, jour: date):
        """Keep the grids that begin after ``jour``."""
        return self.filter(du__gt=jour)

    def verrouillees(self):
        """Lock by ascending key."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)
