"""The only writers of messages."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.mails import courriels
from common.web import freins
from commune.services import reglages
from espace_prive.messagerie.models import Message

# Said on the form and in the privacy page: a message goes a year after it came.
CONSERVATION = timedelta(days=365)
PAR_HEURE = 8
TROP = "Vous avez envoyé beaucoup de messages en peu de temps. Réessayez dans une heure, ou appelez-nous."


def recevoir(*, numero, adresse, auteur=None, **champs) -> Message:
    """Store a message and tell the service by mail. Idempotent on ``numero``."""
    if connu := Message.objects.filter(numero=numero).first():
        return connu
    freins.compter(f"message:{freins.reseau(adresse)}", limite=PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP)
    with transaction.atomic():
        message, nouveau = Message.objects.get_or_create(numero=numero, defaults={"auteur": auteur, **champs})
        if nouveau:
            _prevenir(message, evenement="recu")
    return message


def _prevenir(message, *, evenement):
    """Tell the service that answers, or the town hall's desk; a message that comes back to it is told again."""
    service = message.service
    courriels.envoyer(
        cle=f"message:{message.pk}:{evenement}",
        a=(service.courriel if service else "") or reglages().courriel,
        objet=f"Un message pour {service.nom}" if service else "Un message pour la mairie",
        gabarit="courriels/message",
        message=message,
        lien=reverse("messages:detail", args=[message.pk]),
    )


def _verrouiller(message):
    return lock(message)


@transaction.atomic
def marquer_repondu(message, *, par) -> Message:
    """The person got an answer. Idempotent: the first one stays."""
    message = _verrouiller(message)
    if not message.repondu_le:
        message.repondu_le, message.repondu_par = clock.maintenant(), par
        message.save(update_fields=["repondu_le", "repondu_par"])
        journal.noter(ActionJournal.MESSAGE_REPONDU, message, par=par)
    return message


@transaction.atomic
def rouvrir(message, *, par) -> Message:
    message = _verrouiller(message)
    if message.repondu_le:
        message.repondu_le = message.repondu_par = None
        message.save(update_fields=["repondu_le", "repondu_par"])
        journal.noter(ActionJournal.MESSAGE_REMIS_EN_ATTENTE, message, par=par)
    return message


@transaction.atomic
def transmettre(message, *, service, depuis, par) -> Message:
    """Hand a message on to another service, which is told by mail.

    ``depuis`` is the service that the page showed (its key, 0 for none): the second of two agents gets a Refus.
    """
    message = _verrouiller(message)
    if message.service_id == service.pk:
        raise Refus(f"Ce message est déjà au service {service.nom}.", code="deja")
    if (message.service_id or 0) != depuis:
        raise Refus("Ce message vient d’être transmis par quelqu’un d’autre.", code="version")
    message.service = service
    message.save(update_fields=["service"])
    ligne = journal.noter(ActionJournal.MESSAGE_TRANSMIS, message, par=par, service=service.nom)
    _prevenir(message, evenement=ligne.pk)
    return message


def purger() -> int:
    """Delete the messages past their time; return how many."""
    supprimes, _ = Message.objects.filter(recu_le__lt=clock.maintenant() - CONSERVATION).delete()
    return supprimes
