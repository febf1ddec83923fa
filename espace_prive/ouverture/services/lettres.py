"""The letter that hands a « clé enfance » over: A4, the addressee in the window of a French envelope."""

from django.conf import settings
from django.urls import reverse

from common import clock
from common.files import qr
from common.files.pdf import rendre_pdfs
from commune.papier import en_tete
from commune.services import service_a_appeler
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services.cles import VALIDITE


def lettre_de_cle(cle: str, ligne: CleEnfance) -> bytes:
    """The PDF of the letter; with ``lettres_de_cles``, the only place where a key is ever written in clear."""
    return _imprimer([(ligne.responsable, cle)], service=ligne.service, expire_le=ligne.expire_le)


def lettres_de_cles(lettres) -> bytes:
    """One PDF of many letters, a page each, from pairs (adult, key just drawn)."""
    return _imprimer(lettres, service=None, expire_le=clock.maintenant() + VALIDITE)


def _imprimer(lettres, *, service, expire_le):
    adresse = settings.ADRESSE_PUBLIQUE + reverse("ouverture:creer_espace")
    service = service or service_a_appeler()
    lignes = (service.nom, service.telephone) if service else ("Accueil familles", "")
    commun = en_tete(lignes[0], telephone=lignes[1]) | {
        "expire_le": expire_le,
        "service": service,
        "aujourdhui": clock.aujourdhui(),
        "adresse": adresse,
        "adresse_courte": adresse.split("://", 1)[1],
        "reference": "Clé enfance",
    }
    return rendre_pdfs("ouverture/pdf_cle.html", [commun | _lettre(*lettre, adresse) for lettre in lettres])


def _lettre(responsable, cle, adresse):
    # After the « # », the key never leaves the person's browser by the address: the page itself copies it.
    code = qr.donnees(f"{adresse}#cle={cle}")
    nom = f"{responsable.get_civilite_display()} {responsable}"
    foyer = responsable.foyer_actuel()
    return {"responsable": responsable, "nom_complet": nom, "foyer": foyer, "cle": cle, "qr": code}
