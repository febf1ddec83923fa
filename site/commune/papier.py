"""The town's headed paper: what every printed document needs to say who writes."""

import base64
import mimetypes

from commune.models import Reglages
from commune.services import reglages


def en_tete(*lignes: str) -> dict:
    """Give the context of ``layout/pdf.html``: the town, its blason as data, its colour, the sender's lines."""
    commune = reglages()
    adresse = [commune.adresse, f"{commune.code_postal} {commune.ville}".strip() if commune.adresse else ""]
    telephone = f"Téléphone\u00a0: {commune.telephone}" if commune.telephone else ""
    return {
        "commune": commune,
        "accent": commune.couleur,
        "blason_data": _blason(commune),
        "expediteur": [ligne for ligne in (*lignes, *adresse, telephone) if ligne],
    }


def _blason(commune: Reglages) -> str:
    """Give the blason as a data URI, or nothing: a printed document fetches nothing."""
    if not commune.blason:
        return ""
    try:
        with commune.blason.open("rb") as fichier:
            contenu = fichier.read()
    except OSError:
        return ""
    genre = mimetypes.guess_type(commune.blason.name)[0] or "image/png"
    return f"data:{genre};base64,{base64.b64encode(contenu).decode()}"
