"""What the town shows of itself besides pages: its colours."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from common.couleurs import feuille_de_style, normaliser
from common.http import public


@public
@cache_control(public=True, max_age=31_536_000, immutable=True)
def couleurs(request, accent):
    """Serve the stylesheet of an accent. The colour is in the address, so the answer never changes."""
    couleur = normaliser(accent)
    if couleur is None:
        raise Http404
    return HttpResponse(feuille_de_style(couleur), content_type="text/css; charset=utf-8")
