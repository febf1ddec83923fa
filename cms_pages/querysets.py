"""Filters of the menus and of the news."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from wagtail.query import PageQuerySet

JOURS_CHERCHES = 21


class MenuQuerySet(QuerySet):
    def de_la_semaine(self, lundi: date):
        """From Monday ``lundi`` to Sunday."""
        return self.filter(date__range=(lundi, lundi + timedelta(days=6)))

    def prochain(self, jour: date):
        """The menu of ``jour``, else the next one within three weeks, the common one first; None without."""
        fin = jour + timedelta(days=JOURS_CHERCHES)
        return self.filter(date__range=(jour, fin)).order_by("date", F("restaurant").asc(nulls_first=True)).first()

    def pour_restaurant(self, restaurant):
        """Served at ``restaurant`` (None: at all of them); its own come before the common one."""
        if restaurant is None:
            return self.filter(restaurant=None)
        connus = self.filter(Q(restaurant=restaurant) | Q(restaurant=None))
        return connus.order_by("date", F("restaurant").asc(nulls_last=True))

    def avec_plats(self):
        return self.prefetch_related("plats")

    def entre(self, du: date, au: date):
        """Both days included."""
        return self.filter(date__range=(du, au))


class ModificationMenuQuerySet(QuerySet):
    def de_la_semaine(self, lundi: date):
        """From Monday ``lundi`` to Sunday."""
        return self.filter(date__range=(lundi, lundi + timedelta(days=6)))

    def pour_restaurant(self, restaurant):
        """The changes of the common menus, and of those of ``restaurant``."""
        return self.filter(Q(restaurant=None) | Q(restaurant=restaurant) if restaurant else Q(restaurant=None))


class ActualiteQuerySet(PageQuerySet):
    def recentes(self):
        return self.order_by("-date", "-pk")

    def avec_images(self):
        return self.select_related("image", "categorie").prefetch_related("image__renditions")


class PublicationQuerySet(QuerySet):
    def avec_versions(self):
        return self.prefetch_related("versions__document")
