"""What the town shows of itself besides pages: its colours, its pictures, its word to robots."""

import errno
import gzip
import mimetypes
import posixpath
from functools import lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control

from common.components.couleurs import feuille_de_style, normaliser
from common.web.http import public

UN_AN, CSS = 31_536_000, "text/css; charset=utf-8"
# Whatever way an address names nothing: no such file, a folder, a file taken for a folder, a name too long.
ABSENT = {errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}
# What anybody may fetch: the pictures cut for the pages and the town's shield. Originals and documents are not.
DOSSIERS_PUBLICS = ("images/", "commune/")
ROBOTS = """\
User-agent: *
Disallow: /espace/
Disallow: /gestion/
Disallow: /paiement/
"""


@public
@cache_control(public=True, max_age=UN_AN, immutable=True)
def couleurs(request, accent):
    """The stylesheet of an accent. The colour is in the address, so the answer never changes."""
    couleur = normaliser(accent)
    if couleur is None:
        raise Http404
    return HttpResponse(feuille_de_style(couleur), content_type=CSS)


@public
@cache_control(public=True, max_age=UN_AN, immutable=True)
def feuille(request, version, accent):
    """The portal's sheet and the town's colours in one answer: a request less on each page.

    The collected sheet's hash and the colour are in the address, so the answer never changes.
    """
    couleur = normaliser(accent)
    if couleur is None:
        raise Http404
    try:
        claire, serree = _feuille(version, couleur)
    except FileNotFoundError as absente:
        raise Http404 from absente
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        reponse = HttpResponse(claire, content_type=CSS)
    else:
        reponse = HttpResponse(serree, content_type=CSS, headers={"Content-Encoding": "gzip"})
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse


@lru_cache(maxsize=8)
def _feuille(version: str, couleur: str) -> tuple[bytes, bytes]:
    """Give the whole sheet, as it is and compressed."""
    with staticfiles_storage.open(f"css/portail.{version}.css") as collectee:
        entiere = collectee.read() + b"\n" + feuille_de_style(couleur).encode()
    return entiere, gzip.compress(entiere, mtime=0)


@public
@cache_control(public=True, max_age=UN_AN, immutable=True)
def image(request, chemin):
    """A picture of the pages. Its name changes with its content."""
    genre, _ = mimetypes.guess_type(chemin)
    # « images/../documents/x.png » starts well and ends elsewhere.
    if "\0" in chemin or posixpath.normpath(chemin) != chemin or not chemin.startswith(DOSSIERS_PUBLICS):
        raise Http404
    if not (genre or "").startswith("image/") or genre == "image/svg+xml":
        raise Http404
    try:
        return FileResponse(default_storage.open(chemin), content_type=genre)
    except SuspiciousFileOperation as ailleurs:
        raise Http404 from ailleurs
    except OSError as erreur:
        if erreur.errno not in ABSENT:
            raise
        raise Http404 from erreur


@public
@cache_control(public=True, max_age=86_400)
def robots(request):
    """Keep robots out of the private area."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public
def favicon(request):
    """Redirect browsers that ask for /favicon.ico to the drawn one."""
    return redirect(static("icons/favicon.svg"))
