"""The feed of the news."""

from datetime import datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from cms_pages.models import ActualitePage, ActualitesPage
from cms_pages.models.actualites import FLUX
from common import clock
from commune.services import reglages

ACTUALITES_DU_FLUX = 20


def _absolue(chemin):
    """The public address of a path: never from the Host header."""
    return settings.ADRESSE_PUBLIQUE + chemin


class FluxDesActualites(Feed):
    """The last public news, as an Atom feed."""

    feed_type = Atom1Feed
    language = "fr"

    def title(self):
        return f"Actualités – {reglages().nom_du_portail} – {reglages().nom}"

    def subtitle(self):
        return "Ce qui change à l’école, à la cantine et dans les accueils."

    def author_name(self):
        return reglages().nom

    def link(self):
        liste = ActualitesPage.objects.live().public().first()
        return _absolue(liste.get_url() if liste else "/")

    def feed_url(self):
        return _absolue(FLUX)

    def items(self):
        publiees = ActualitePage.objects.live().public().recentes().select_related("categorie")
        return publiees[:ACTUALITES_DU_FLUX]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.chapeau

    def item_link(self, item):
        return _absolue(item.get_url())

    def item_categories(self, item):
        return [item.categorie.nom] if item.categorie else []

    def item_pubdate(self, item):
        """The day shown above the title, at midnight in the town."""
        return datetime.combine(item.date, time(), tzinfo=clock.fuseau())

    def item_updateddate(self, item):
        return max(self.item_pubdate(item), item.last_published_at or self.item_pubdate(item))
