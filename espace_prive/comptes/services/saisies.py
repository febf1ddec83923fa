"""What somebody sent when the session had just ended: stored half an hour, for that account alone."""

import json
from datetime import timedelta

from django_otp import DEVICE_ID_SESSION_KEY

from common import clock
from common.files.cipher import chiffrer, dechiffrer
from common.web.remplissage import TAMPONS, est_secret
from espace_prive.comptes.extensions import POUR_UN_AUTRE
from espace_prive.comptes.models import SaisieGardee, SessionOuverte

DUREE = timedelta(minutes=30)
USAGE = "comptes.saisies"
# A long page of the editors; beyond, nothing is stored.
SIGNES_MAXIMUM = 1_000_000
# Of one account at a time: the last ones, so that the cookie of a session that ended fills no database.
GARDEES_MAXIMUM = 5


def compte_de_la_session(cle: str) -> int | None:
    """The account of this session, if it ended by itself; None for one that was closed, or never was.

    Nor for one that still owed the code of the second factor, nor for one that acted for somebody else: what it sent
    would come up in the page of another family.
    """
    finies = SessionOuverte.objects.filter(session_key=cle, expire_date__lte=clock.reel())
    session = finies.select_related("utilisateur").first()
    if session is None or session.utilisateur is None:
        return None
    dite, personne = session.get_decoded(), session.utilisateur
    prouvee = DEVICE_ID_SESSION_KEY in dite or not (personne.second_facteur or personne.is_staff)
    return personne.pk if prouvee and not any(cle in dite for cle in POUR_UN_AUTRE) else None


def garder(compte: int, *, page: str, action: str, champs: dict[str, list[str]], fichiers: bool) -> bool:
    """Store what account ``compte`` sent to ``action`` from ``page`` (paths); return whether it was.

    The last sending to one address replaces the one before. Secrets and the page's stamps are left out.
    """
    gardes = {nom: valeurs for nom, valeurs in champs.items() if nom not in TAMPONS and not est_secret(nom)}
    contenu = json.dumps({"champs": gardes, "fichiers": fichiers})
    if not gardes or len(contenu) > SIGNES_MAXIMUM:
        return False
    SaisieGardee.objects.update_or_create(
        utilisateur_id=compte, action=action,
        defaults={
            "page": page, "contenu": chiffrer(contenu.encode(), usage=USAGE), "expire_le": clock.maintenant() + DUREE
        },
    )  # fmt: skip
    siennes = SaisieGardee.objects.filter(utilisateur_id=compte)
    dernieres = siennes.order_by("-expire_le", "-pk").values("pk")[:GARDEES_MAXIMUM]
    siennes.exclude(pk__in=dernieres).delete()
    return True


def retrouver(utilisateur, *, page: str):
    """(action, fields, whether files were sent) of what the person sent last from ``page``; None without."""
    gardee = SaisieGardee.objects.filter(utilisateur=utilisateur, page=page, expire_le__gt=clock.maintenant()).last()
    if gardee is None:
        return None
    contenu = json.loads(dechiffrer(bytes(gardee.contenu), usage=USAGE))
    return gardee.action, contenu["champs"], contenu["fichiers"]


def oublier_saisie(utilisateur, *, action: str) -> None:
    """Erase what was stored for this address: it was sent again."""
    SaisieGardee.objects.filter(utilisateur=utilisateur, action=action).delete()


def purger_saisies() -> int:
    """Erase what nobody came back for."""
    return SaisieGardee.objects.filter(expire_le__lt=clock.maintenant()).delete()[0]
