"""Who may see whom. Everything that a parent can reach goes through a ``pour(acteur)`` of this module."""

from django.db import models
from django.db.models import Q

from common import clock


def en_cours(prefixe="", jour=None):
    """Give the condition « du … au … » holds on ``jour`` (today) for the dated relation ``prefixe``."""
    jour = jour or clock.aujourdhui()
    return Q(**{f"{prefixe}du__lte": jour}) & (Q(**{f"{prefixe}au__isnull": True}) | Q(**{f"{prefixe}au__gte": jour}))


class FoyerQuerySet(models.QuerySet):
    def pour(self, acteur):
        """Keep the foyer(s) where the person lives today."""
        return self.filter(en_cours("appartenances__"), appartenances__responsable__utilisateur=acteur).distinct()

    def verrouilles(self):
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


class EnfantQuerySet(models.QuerySet):
    def pour(self, acteur):
        """Keep the children of the person's parental links in force, minus what a court restricts."""
        return self.filter(
            en_cours("liens__"), liens__responsable__utilisateur=acteur, liens__restreint=False
        ).distinct()


class ResponsableQuerySet(models.QuerySet):
    def pour(self, acteur):
        """Keep the person and the adults of the same foyer."""
        from_same = en_cours("appartenances__") & en_cours("appartenances__foyer__appartenances__")
        return self.filter(from_same, appartenances__foyer__appartenances__responsable__utilisateur=acteur).distinct()


class QuotientQuerySet(models.QuerySet):
    def au(self, jour):
        """Keep what is in force on ``jour``."""
        return self.filter(Q(date_effet__lte=jour) & (Q(date_fin__isnull=True) | Q(date_fin__gte=jour)))
