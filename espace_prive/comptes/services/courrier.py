"""The mails of accounts: each is sent once, to the person's own address unless another is named."""

import secrets

from common import courriels
from commune.services import reglages
from espace_prive.comptes.models import Utilisateur


def ecrire(utilisateur: Utilisateur, *, cle, objet, gabarit, a="", **contexte):
    """Send a mail of accounts."""
    return courriels.envoyer(
        cle=f"{cle}:{utilisateur.pk}:{secrets.token_hex(8)}",
        a=a or utilisateur.email,
        objet=objet,
        gabarit=f"courriels/{gabarit}",
        utilisateur=utilisateur,
        commune=reglages(),
        **contexte,
    )
