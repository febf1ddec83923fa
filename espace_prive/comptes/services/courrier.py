"""The mails of accounts: each is sent once, to the person's own address unless another is named."""

import secrets
from datetime import timedelta

from common import clock
from common.actions import ActionJournal
from common.mails import courriels
from common.models import Journal, Urgence
from commune.services import reglages
from espace_prive.comptes.models import Utilisateur

# For so long the former address is told too of what protects the account.
MEMOIRE = timedelta(days=30)


def ecrire(utilisateur: Utilisateur, *, cle, **contenu):
    """Send a mail of accounts: each call is an event of its own, that somebody is waiting for."""
    return courriels.envoyer(cle=f"{cle}:{utilisateur.pk}:{secrets.token_hex(8)}", **lettre(utilisateur, **contenu))


def ecrire_partout(utilisateur: Utilisateur, *, cle, **contenu):
    """Write to the present address and to those it replaced lately: one of them is the owner's."""
    for adresse in dict.fromkeys([utilisateur.email, *_remplacees(utilisateur)]):
        ecrire(utilisateur, cle=cle, a=adresse, **contenu)


def _remplacees(utilisateur):
    """The addresses that the account had in the last month."""
    lignes = Journal.objects.filter(
        objet=utilisateur._meta.label_lower, objet_id=str(utilisateur.pk),
        action=ActionJournal.CHANGEMENT_DE_L_ADRESSE_ELECTRONIQUE, quand__gte=clock.maintenant() - MEMOIRE,
    )  # fmt: skip
    return [ancienne for ancienne in lignes.values_list("donnees__ancienne", flat=True) if ancienne]


def lettre(utilisateur: Utilisateur, *, objet, gabarit, a="", **contexte) -> dict:
    return {
        "a": a or utilisateur.email,
        "objet": objet,
        "gabarit": f"courriels/{gabarit}",
        "urgence": Urgence.ATTENDU,
        "utilisateur": utilisateur,
        "commune": reglages(),
        **contexte,
    }
