"""What every page knows of the public site."""

from django.db.models import Q
from django.utils.functional import SimpleLazyObject, cached_property
from wagtail.models import Page

from common.web.memory import remember

PROFONDEUR_DES_RUBRIQUES = 3
MEMOIRE = "rubriques"


def pages_du_cadre():
    return list(
        Page.objects.live()
        .public()
        .filter(depth=PROFONDEUR_DES_RUBRIQUES)
        .filter(Q(show_in_menus=True) | Q(pagecontenu__dans_le_pied=True))
        .order_by("path")
        .values_list("title", "url_path", "show_in_menus", "pagecontenu__dans_le_pied")
    )


class _Liens:
    """The links of the header and of the footer: one query a second at the most, when a template uses them."""

    def __init__(self, request):
        self.chemin = request.path

    @cached_property
    def pages(self):
        return remember(MEMOIRE, pages_du_cadre)

    def _lien(self, titre, url_path):
        # The first step of the path is the home itself, which is the root of the site.
        url = "/" + url_path.lstrip("/").partition("/")[2]
        return {"titre": titre, "url": url, "courante": self.chemin.startswith(url)}

    def rubriques(self):
        return [self._lien(titre, chemin) for titre, chemin, menu, _ in self.pages if menu]

    def liens_legaux(self):
        return [self._lien(titre, chemin) for titre, chemin, _, pied in self.pages if pied]


def rubriques(request):
    """Give the public rubrics and the legal links, read from the database only when a template shows them."""
    liens = _Liens(request)
    return {
        "rubriques": SimpleLazyObject(liens.rubriques),
        "liens_legaux": SimpleLazyObject(liens.liens_legaux),
    }
