"""The one place where the settings become what the protocol needs."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from factures.paiements.paybox.protocol import Configuration


def configuration() -> Configuration:
    """Read `settings.PAYBOX`; ImproperlyConfigured, without a secret in it, when it is unusable."""
    valeurs = getattr(settings, "PAYBOX", None) or {}
    try:
        return Configuration(
            site=valeurs["SITE"],
            rang=valeurs["RANG"],
            identifiant=valeurs["IDENTIFIANT"],
            cle=valeurs["CLE"],
            hotes=tuple(hote.rstrip("/") for hote in valeurs["HOTES"]),
            chemin=valeurs["CHEMIN"],
            cles_publiques=tuple(valeurs["CLES_PUBLIQUES"]),
            taille_cle_signature=valeurs.get("TAILLE_CLE_SIGNATURE", ""),
            essais=valeurs.get("ESSAIS", False),
        )
    except KeyError as erreur:
        raise ImproperlyConfigured(f"PAYBOX : il manque {erreur.args[0]}") from None
    except ValueError as erreur:
        raise ImproperlyConfigured(f"PAYBOX : {erreur}") from None
