"""A form sent twice takes effect once: its hidden number is stored with the answer that it got."""

import hashlib
import uuid
from datetime import timedelta

from common import clock
from common.database.locks import lock_pk
from common.files.cipher import chiffrer, dechiffrer
from common.models import NumeroDEnvoi

CHAMP = "numero_envoi"
USAGE = "réponse à un formulaire"
UN_JOUR = timedelta(days=1)
# A document made by a form (a letter with its key) is given again to the second click, and to nobody later.
REPRISE = timedelta(minutes=10)
TAILLE_MAX = 5_000_000
# What the browser adds, and what changes at each page, is not what the person sent.
SANS_OBJET = {CHAMP, "csrfmiddlewaretoken"}


def lire_numero(texte) -> uuid.UUID | None:
    """The number of a form; None when it is not one."""
    try:
        return uuid.UUID(texte)
    except (TypeError, ValueError, AttributeError):
        return None


def empreinte(request) -> str:
    """The fingerprint of what a form sent, and where."""
    textes = sorted((nom, request.POST.getlist(nom)) for nom in request.POST if nom not in SANS_OBJET)
    fichiers = sorted((nom, f.name, f.size) for nom in request.FILES for f in request.FILES.getlist(nom))
    return hashlib.sha256(repr((request.path, textes, fichiers)).encode("utf-8", "surrogatepass")).hexdigest()


def commencer(numero, *, auteur_id, trace) -> tuple[NumeroDEnvoi, bool]:
    """Take the number, in the caller's transaction; return its row, and whether it is to be answered.

    Sent again meanwhile, the same number waits here until the first is finished. A document is made anew after a
    while: its page stays open, and the button is pressed again on purpose.
    """
    NumeroDEnvoi.objects.bulk_create(
        [NumeroDEnvoi(numero=numero, auteur_id=auteur_id, empreinte=trace)], ignore_conflicts=True
    )
    ligne = lock_pk(NumeroDEnvoi, numero)
    neuve = ligne.statut is None or (not ligne.adresse and ligne.cree_le <= clock.maintenant() - REPRISE)
    return ligne, neuve


def finir(ligne, *, statut, adresse="", messages=(), contenu=b"", entetes=None):
    """Store the answer, to give it again."""
    ligne.statut, ligne.adresse, ligne.messages = statut, adresse, list(messages)
    ligne.cree_le = clock.maintenant()
    ligne.contenu = chiffrer(contenu, usage=USAGE) if contenu else b""
    ligne.entetes = entetes or {}
    ligne.save()


def liberer(ligne):
    """Free the number: what was sent did nothing."""
    ligne.delete()


def contenu_de(ligne) -> bytes:
    return dechiffrer(bytes(ligne.contenu), usage=USAGE)


def purger() -> int:
    """Erase the numbers of yesterday."""
    return NumeroDEnvoi.objects.filter(cree_le__lt=clock.maintenant() - UN_JOUR).delete()[0]
