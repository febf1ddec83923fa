"""Who may see whom. Everything that a parent can reach goes through a ``pour(acteur)`` of this module.

The rule: the children of the person's parental links in force, minus those barred by court order; the household where
the person lives today and its adults, unless such a child lives there too; never the other home of a child, nor a home
one has left. An agent reads through the staff's screens (``acces.portee``), not through here.
"""

from itertools import chain

from django.db import models
from django.db.models import Exists, OuterRef, Q

from common import clock
from common.words.recherche import Index, Trouves
from espace_prive.famille.acces.perimetre import perimetre


def en_cours(prefixe="", jour=None):
    """The condition « du … au … » holds on ``jour`` (today) for the dated relation ``prefixe``."""
    jour = jour or clock.aujourdhui()
    return Q(**{f"{prefixe}du__lte": jour}) & (Q(**{f"{prefixe}au__isnull": True}) | Q(**{f"{prefixe}au__gte": jour}))


class ScopeQuerySet(models.QuerySet):
    def _voisin(self, nom):
        """Another model of the domain, by name: models import this module."""
        return self.model._meta.apps.get_model("famille", nom)._default_manager.all()


class FoyerQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        return self.filter(pk__in=perimetre(acteur).foyers)

    def trouver(self, texte) -> Trouves:
        """Search by any name, street, telephone, birth, e-mail address or number."""
        ici = self.order_by().values("pk")
        adultes = self._voisin("Appartenance").filter(foyer__in=ici).values_list("foyer", "responsable__cherche")
        enfants = self._voisin("Rattachement").filter(foyer__in=ici).values_list("foyer", "enfant__cherche")
        foyers = self.order_by().values_list("pk", "cherche")
        return Index(chain(foyers, adultes.distinct(), enfants.distinct())).chercher(texte)

    def recherche(self, texte):
        """The files that hold every word; all of them without a word."""
        return self.filter(pk__in=self.trouver(texte).cles) if texte.strip() else self


def _cles(lignes, texte):
    return Index(lignes.order_by().values_list("pk", "cherche")).chercher(texte).cles


class AppartenanceQuerySet(ScopeQuerySet):
    def a_prevenir(self, enfant=None):
        """The adults of a household today, unless a child they are barred from by court order lives there.

        ``enfant``: nor who is barred from that child, wherever it lives.
        """
        cachant = self._voisin("LienParental").filter(
            en_cours(),
            en_cours("enfant__rattachements__"),
            restreint=True,
            responsable=OuterRef("responsable"),
            enfant__rattachements__foyer=OuterRef("foyer"),
        )
        adultes = self.filter(en_cours()).exclude(Exists(cachant))
        if enfant is None:
            return adultes
        ecartes = self._voisin("LienParental").filter(en_cours(), restreint=True, enfant=enfant)
        return adultes.exclude(responsable__in=ecartes.values("responsable"))


class EnfantQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """The children of the person's parental links in force, minus those barred by court order."""
        return self.filter(pk__in=perimetre(acteur).enfants)

    def confies_a(self, acteur):
        """The children over whom the person has parental authority: their file may be read and changed."""
        return self.filter(pk__in=perimetre(acteur).confies)

    def recherche(self, texte):
        """The children whose name or birth holds every word, a slip forgiven."""
        return self.filter(pk__in=_cles(self, texte)) if texte.strip() else self


class ResponsableQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        """The person and the adults who live in the same household today."""
        return self.filter(pk__in=perimetre(acteur).adultes)

    def recherche(self, texte):
        """The adults whose names, birth, telephone or e-mail hold every word, a slip forgiven."""
        return self.filter(pk__in=_cles(self, texte)) if texte.strip() else self


class QuotientQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        return self.filter(foyer__in=perimetre(acteur).foyers)

    def au(self, jour):
        return self.filter(Q(date_effet__lte=jour) & (Q(date_fin__isnull=True) | Q(date_fin__gte=jour)))


class PayeurQuerySet(ScopeQuerySet):
    def pour(self, acteur):
        return self.filter(foyer__in=perimetre(acteur).foyers)
