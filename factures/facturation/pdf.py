"""The printed invoice: made when it is asked for, from the frozen rows; the same rows give the same bytes."""

from django.conf import settings
from django.http import HttpResponse

from common.adresses import fenetre
from common.blason import blason_data
from common.pdf import rendre_pdf
from common.typo import de_mois
from commune.services import reglages
from factures.facturation.models import Facture
from factures.facturation.presentation import compte, par_enfant
from factures.facturation.rules import dernier_du_mois


def facture_pdf(facture: Facture) -> bytes:
    """Render an invoice or an avoir, read with ``avec_reste()``."""
    commune = reglages()
    service = facture.regie.service
    coordonnees = [
        service.nom,
        f"Régie {facture.regie.nom}",
        commune.adresse,
        f"{commune.code_postal} {commune.ville}",
    ]
    contexte = {
        "commune": commune,
        "blason_data": blason_data(commune),
        "accent": commune.couleur,
        "reference": f"{facture.get_nature_display().capitalize()} {facture.reference}",
        "expediteur": [ligne for ligne in coordonnees if ligne.strip()],
        "facture": facture,
        # The window of the envelope cuts what is too long for it: the name is then written whole below.
        "debiteur_en_entier": fenetre(facture.debiteur, facture.adresse.splitlines()).coupee,
        "corrigee": facture.corrige,
        "service": service,
        "periode": de_mois(facture.mois),
        "periode_au": dernier_du_mois(facture.mois),
        "groupes": par_enfant(facture.lignes.all()),
        "compte": compte(facture),
        "adresse_publique": settings.ADRESSE_PUBLIQUE,
    }
    return rendre_pdf("facturation/facture_pdf.html", contexte)


def reponse_pdf(facture: Facture) -> HttpResponse:
    """Send the PDF of an invoice as a file to keep."""
    nom = f"{facture.nature}-{facture.reference}.pdf"
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"'}
    return HttpResponse(facture_pdf(facture), content_type="application/pdf", headers=entetes)
