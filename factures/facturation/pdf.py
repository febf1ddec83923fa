"""The printed invoice: rendered on demand, from the frozen rows; the same rows give the same bytes."""

import io

import pikepdf
from django.conf import settings
from django.http import HttpResponse

from common.files.blason import blason_data
from common.files.pdf import rendre_pdf
from common.words.adresses import fenetre
from common.words.dates import dernier_du_mois
from common.words.typo import de_mois
from commune.services import reglages
from factures.facturation.models import Facture
from factures.facturation.phrases import compte, par_enfant

A4 = (595, 842)


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


def liasse_pdf(factures) -> bytes:
    """These invoices, read with ``avec_reste()``, in one file to print; each begins on the front of a new sheet."""
    with pikepdf.new() as liasse:
        for facture in factures:
            with pikepdf.open(io.BytesIO(facture_pdf(facture))) as une:
                liasse.pages.extend(une.pages)
                if len(une.pages) % 2:
                    liasse.add_blank_page(page_size=A4)
        fichier = io.BytesIO()
        liasse.save(fichier)
    return fichier.getvalue()


def reponse_pdf(facture: Facture) -> HttpResponse:
    nom = f"{facture.nature}-{facture.reference}.pdf"
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"'}
    return HttpResponse(facture_pdf(facture), content_type="application/pdf", headers=entetes)
