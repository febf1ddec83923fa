"""How a private document leaves: saved by the browser, never run by it."""

from urllib.parse import quote

from django.http import HttpResponse

from espace_prive.documents import services
from espace_prive.documents.models import Piece


def repondre(piece: Piece) -> HttpResponse:
    """The document as a download, sandboxed; the caller has checked who asks and recorded it."""
    nom = piece.nom.encode("ascii", "ignore").decode().replace('"', "") or "document"
    reponse = HttpResponse(services.ouvrir(piece), content_type=piece.genre)
    reponse["Content-Disposition"] = f"attachment; filename=\"{nom}\"; filename*=UTF-8''{quote(piece.nom)}"
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reponse._csp_exempt = True
    reponse["Cache-Control"] = "no-store, private"
    return reponse
