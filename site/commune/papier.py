"""The town's headed paper: what every printed document needs to say who writes."""

from common.files.blason import blason_data
from commune.services import reglages


def en_tete(*lignes: str, telephone: str = "") -> dict:
    """The context of ``layout/pdf.html``: the town, its blason as data, its colour, the sender's lines.

    ``telephone`` is that of the service that writes; by default, the town hall's.
    """
    commune = reglages()
    adresse = [commune.adresse, f"{commune.code_postal} {commune.ville}".strip() if commune.adresse else ""]
    numero = telephone or commune.telephone
    appel = f"Téléphone\u00a0: {numero}" if numero else ""
    return {
        "commune": commune,
        "accent": commune.couleur,
        "blason_data": blason_data(commune),
        "expediteur": [ligne for ligne in (*lignes, *adresse, appel) if ligne],
    }
