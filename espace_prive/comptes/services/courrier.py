"""The mails of accounts: each is sent once, to the person's own address unless another is named."""

import secrets

from common import courriels
from common.models import Urgence
from commune.services import reglages
from espace_prive.comptes.models import Utilisateur


def ecrire(utilisateur: Utilisateur, *, cle, **contenu):
    """Send a mail of accounts: each call is an event of its own, that somebody waits for."""
    return courriels.envoyer(cle=f"{cle}:{utilisateur.pk}:{secrets.token_hex(8)}", **lettre(utilisateur, **contenu))


def lettre(utilisateur: Utilisateur, *, objet, gabarit, a="", **contexte) -> dict:
    """Give what a mail of accounts says, and to whom."""
    return {
        "a": a or utilisateur.email,
        "objet": objet,
        "gabarit": f"courriels/{gabarit}",
        "urgence": Urgence.ATTENDU,
        "utilisateur": utilisateur,
        "commune": reglages(),
        **contexte,
    }
