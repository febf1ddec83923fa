"""Public pages cached for everybody: a busy morning renders the home twice a second, not a thousand times.

Nothing invalidates a cached page: it expires after half a second, and what it was made of may be half a second old
(``common.web.memory``). So a publication, a setting, midnight are seen within a second, whatever they touched, and
there is no list of dependencies to maintain.

Only what is the same for everybody is cached: the answer 200 of a view that says so (``en_commun``, or Wagtail's own),
to a visitor without session or message, that sets no cookie but the form token's. That token is taken out before the
page is cached, and each visitor gets one of its own.
"""

import re

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token

DE_WAGTAIL = "wagtail_serve"
CHEMIN_MAX = 300
_CHAMP = re.compile(rb'(name="csrfmiddlewaretoken" value=")([0-9A-Za-z]{64})(")')
# As long as a token, so that the length of the page does not change.
_PLACE = b"@" * 64


def en_commun(vue):
    """Mark a view whose answer to a visitor without session is the same for all of them."""
    vue.en_commun = True
    return vue


class PagesEnCommunMiddleware:
    """Answer visitors from the cache. Inside the form token's middleware, outside the session's."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.memoire = caches["pages"]

    def __call__(self, request):
        secondes = settings.PAGES_EN_COMMUN_SECONDES
        if not secondes or not _peut_partager(request):
            return self.get_response(request)
        # The whole address: what the router reads, and what a server may have put before it.
        prefixe = request.META.get("SCRIPT_NAME", "")
        cle = f"{request.scheme}://{request.get_host()}|{prefixe}|{request.get_full_path_info()}"
        gardee = self.memoire.get(cle)
        if gardee is not None:
            return _rendre(request, *gardee)
        reponse = self.get_response(request)
        if _est_a_tous(request, reponse):
            contenu, formulaires = _CHAMP.subn(rb"\1" + _PLACE + rb"\3", reponse.content)
            self.memoire.set(cle, (contenu, dict(reponse.items()), formulaires), secondes)
        return reponse


def _peut_partager(request):
    """Whether the request is a visitor's: no session, no message, a GET, an address of a sane length."""
    personnels = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return request.method == "GET" and not personnels and len(request.get_full_path()) <= CHEMIN_MAX


def _est_a_tous(request, reponse):
    """Whether the answer may be shown to any other visitor."""
    trouvee = request.resolver_match
    if trouvee is None or reponse.status_code != 200 or reponse.streaming or reponse.cookies:
        return False
    if trouvee.view_name != DE_WAGTAIL and not getattr(trouvee.func, "en_commun", False):
        return False
    # The body of a page protected by a password, say, is the same for all, but it is no page to keep.
    return not request.user.is_authenticated and "no-store" not in reponse.get("Cache-Control", "")


def _rendre(request, contenu, entetes, formulaires):
    """The cached page, with a form token of this visitor's own."""
    if formulaires:
        contenu = contenu.replace(_PLACE, get_token(request).encode())
    reponse = HttpResponse(contenu)
    for nom, valeur in entetes.items():
        reponse[nom] = valeur
    return reponse
