"""The letter that hands a « clé enfance » over: A4, the addressee in the window of a French envelope."""

from django.conf import settings
from django.urls import reverse

from common import clock, qr
from common.pdf import rendre_pdf
from commune.papier import en_tete
from commune.services import service_a_appeler
from espace_prive.famille.models import CleEnfance


def lettre_de_cle(cle: str, ligne: CleEnfance) -> bytes:
    """Give the PDF of the letter; the only place where the key is ever written in clear."""
    responsable = ligne.responsable
    adresse = settings.ADRESSE_PUBLIQUE + reverse("famille:creer_espace")
    service = ligne.service or service_a_appeler()
    lignes = (service.nom, service.telephone) if service else ("Accueil familles", "")
    contexte = en_tete(lignes[0], telephone=lignes[1]) | {
        "responsable": responsable,
        "foyer": responsable.foyer_actuel(),
        "cle": cle,
        "ligne": ligne,
        "service": service,
        "aujourdhui": clock.aujourdhui(),
        "adresse": adresse,
        "adresse_courte": adresse.split("://", 1)[1],
        "qr": qr.donnees(adresse),
        "reference": "Clé enfance",
    }
    return rendre_pdf("famille/pdf_cle.html", contexte)
