"""Reading activities."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Value

from espace_prive.famille.acces.perimetre import perimetre
from reservations.activites.enums import EtatInscription


class ActiviteQuerySet(models.QuerySet):
    def reservables(self):
        """The activities that have places day by day; the town may have others, which are only priced."""
        unites = self.model._meta.apps.get_model("activites", "Unite").objects
        return self.filter(Exists(unites.filter(activite=OuterRef("pk"), creneaux__isnull=False)))


class FormuleQuerySet(models.QuerySet):
    def avec_unites(self):
        """Annotate ``cles_unites``, the ids of the units that a booking takes together, and ``nombre_unites``."""
        cles = ArrayAgg("unites", filter=Q(unites__isnull=False), default=Value([]))
        return self.annotate(cles_unites=cles, nombre_unites=Count("unites"))

    def avec_horaires(self):
        """Annotate ``debut`` and ``fin``, the hours of what it holds; empty when nobody said them."""
        return self.annotate(debut=Min("unites__debut"), fin=Max("unites__fin"))


class InscriptionQuerySet(models.QuerySet):
    def pour(self, acteur):
        """The registrations of the person's children that the person's own foyer pays."""
        connu = perimetre(acteur)
        return self.filter(enfant__in=connu.enfants, payeur__foyer__in=connu.foyers)

    def actives(self, du, au=None):
        """In force at some moment between ``du`` and ``au`` (both included)."""
        au = au or du
        return self.filter(Q(au__isnull=True) | Q(au__gte=du), etat=EtatInscription.ACTIVE, du__lte=au)
