"""Which grids apply when."""

from datetime import date

from django.db import models
from django.db.models import Case, Q, When

from factures.tarifs.enums import Assiette, FormeTarif
from reservations.activites.enums import Prestation


class GrilleQuerySet(models.QuerySet):
    def en_vigueur(self, jour: date):
        return self.filter(Q(au=None) | Q(au__gte=jour), du__lte=jour)

    def demandent_les_ressources(self, jour: date) -> bool:
        """Whether a grid in force on ``jour`` is a rate on the household's income."""
        return self.en_vigueur(jour).filter(forme=FormeTarif.EFFORT, assiette=Assiette.RESSOURCES).exists()

    def a_venir(self, jour: date):
        return self.filter(du__gt=jour)

    def pour_la_lecture(self):
        """With activities and brackets, in two queries, by activity: the meals first, which every family looks for."""
        repas = Case(When(formule__activite__prestation=Prestation.REPAS, then=0), default=1)
        ordre = (repas, "formule__activite__tri", "formule__tri", "formule", "pour", "du")
        return self.select_related("formule__activite").prefetch_related("tranches").order_by(*ordre)
