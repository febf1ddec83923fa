"""What somebody sent when the connection had just ended: kept half an hour, for that account alone."""

import json
from datetime import timedelta

from common import clock
from common.chiffre import chiffrer, dechiffrer
from common.remplissage import TAMPONS
from espace_prive.comptes.models import SaisieGardee, SessionOuverte

DUREE = timedelta(minutes=30)
USAGE = "comptes.saisies"
# A long page of the editors; beyond, nothing is kept.
SIGNES_MAXIMUM = 1_000_000
# Never kept, not even sealed: what proves who somebody is. A test walks every form to find one that is not here.
SECRETS = {"password", "mot_de_passe", "confirmation", "actuel", "code", "cle", "nouveau", "totp"}


def compte_de_la_session(cle: str) -> int | None:
    """Give whose session this was; None for one that was closed, or never was."""
    return SessionOuverte.objects.filter(session_key=cle).values_list("utilisateur_id", flat=True).first()


def garder(compte: int, *, page: str, action: str, champs: dict[str, list[str]], fichiers: bool) -> bool:
    """Keep what account ``compte`` sent to ``action`` from ``page`` (paths); tell whether it was.

    The last sending to one address replaces the one before. Secrets and the page's stamps are left out.
    """
    gardes = {nom: valeurs for nom, valeurs in champs.items() if nom not in SECRETS | TAMPONS}
    contenu = json.dumps({"champs": gardes, "fichiers": fichiers})
    if not gardes or len(contenu) > SIGNES_MAXIMUM:
        return False
    SaisieGardee.objects.update_or_create(
        utilisateur_id=compte, action=action,
        defaults={
            "page": page, "contenu": chiffrer(contenu.encode(), usage=USAGE), "expire_le": clock.maintenant() + DUREE
        },
    )  # fmt: skip
    return True


def retrouver(utilisateur, *, page: str):
    """Give (action, fields, whether files were sent) of what the person sent last from ``page``; None without."""
    gardee = SaisieGardee.objects.filter(utilisateur=utilisateur, page=page, expire_le__gt=clock.maintenant()).last()
    if gardee is None:
        return None
    contenu = json.loads(dechiffrer(bytes(gardee.contenu), usage=USAGE))
    return gardee.action, contenu["champs"], contenu["fichiers"]


def oublier_saisie(utilisateur, *, action: str) -> None:
    """Forget what was kept for this address: it was sent again."""
    SaisieGardee.objects.filter(utilisateur=utilisateur, action=action).delete()


def purger_saisies() -> int:
    """Forget what nobody came back for."""
    return SaisieGardee.objects.filter(expire_le__lt=clock.maintenant()).delete()[0]
