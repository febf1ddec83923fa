"""Reading activities."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from espace_prive.famille.acces.perimetre import perimetre
from reservations.activites.enums import EtatInscription, Fonctionnement


class ActiviteQuerySet(models.QuerySet):
    def reservables(self):
        """The activities that have places day by day; the town may have others, which are only priced."""
        unites = self.model._meta.apps.get_model("activites", "Unite").objects
        return self.filter(Exists(unites.filter(activite=OuterRef("pk"), creneaux__isnull=False)))

    def avec_listes(self):
        """The activities of which one says who comes on a day: those, and the ones where whoever is registered may."""
        unites = self.model._meta.apps.get_model("activites", "Unite").objects
        ouvertes = Exists(unites.filter(activite=OuterRef("pk"), creneaux__isnull=False))
        return self.filter(ouvertes | ~Q(fonctionnement=Fonctionnement.RESERVATION))


class InscriptionQuerySet(models.QuerySet):
    def pour(self, acteur):
        """The registrations of the person's children that the person's own foyer pays."""
        connu = perimetre(acteur)
        return self.filter(enfant__in=connu.enfants, payeur__foyer__in=connu.foyers)

    def actives(self, du, au=None):
        """In force at some moment between ``du`` and ``au`` (both included)."""
        au = au or du
        return self.filter(Q(au__isnull=True) | Q(au__gte=du), etat=EtatInscription.ACTIVE, du__lte=au)
