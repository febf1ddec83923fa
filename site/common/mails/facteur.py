"""The postman: one process that sends the mails due, the most urgent first, until they have left.

It shares nothing with the queue of tasks, so that no closing of a month and no bundle of letters is ever before a link
that somebody waits for. A mail is claimed for a while and sent with no lock held; a postman killed meanwhile leaves it
to the next, under the same identifier. Several postmen may run: a row is claimed by one.
"""

import logging
import re
import signal
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils.module_loading import import_string

from common import clock
from common.mails import courriels, relances
from common.models import Courriel

# A server that answers letter by letter never meets EMAIL_TIMEOUT, which counts from one letter to the next.
ENVOI_SECONDES = 240
# Longer than the slowest send.
BAIL = timedelta(minutes=10)
# Nobody took a mail that was due for so long: the postman is not running.
EN_RETARD = timedelta(minutes=15)
PAUSE_SECONDES, APRES_UNE_PANNE_SECONDES = 0.5, 5
journal_technique = logging.getLogger(__name__)


class Perime(Exception):
    """The link of the mail is dead."""


def servir(continuer) -> None:
    """Send mails as long as ``continuer()`` is true; a database that restarts only makes it wait."""
    while continuer():
        try:
            close_old_connections()
            if not porter_le_suivant():
                time.sleep(PAUSE_SECONDES)
        except (OperationalError, InterfaceError):
            journal_technique.exception("the postman lost the database")
            connection.close()
            time.sleep(APRES_UNE_PANNE_SECONDES)


def porter_le_suivant() -> bool:
    """Send the most urgent mail that is due; False when none is."""
    courriel = prendre()
    if courriel is None:
        return False
    porter(courriel)
    return True


@transaction.atomic
def prendre() -> Courriel | None:
    """Claim the next mail, for as long as a send may take."""
    instant = clock.maintenant()
    courriel = Courriel.objects.dus(instant).select_for_update(of=("self",), skip_locked=True).first()
    if courriel is not None:
        courriel.essais += 1
        courriel.prochain_essai, courriel.erreur = instant + BAIL, ""
        courriel.save(update_fields=["essais", "prochain_essai", "erreur"])
    return courriel


def porter(courriel: Courriel) -> None:
    """Write the mail if it was only promised, send it, and record the outcome; nothing of it is raised."""
    try:
        if courriel.expire_le and courriel.expire_le <= clock.maintenant():
            raise Perime
        if not courriel.texte and not _rediger(courriel):
            courriel.delete()
            return
        _expedier(courriel)
    except (OperationalError, InterfaceError):
        raise  # the database, not the mail: the claim ends by itself
    except Exception as erreur:
        if settings.COURRIELS_SYNCHRONES:
            raise
        _noter_l_echec(courriel, erreur)
    else:
        _noter_l_envoi(courriel)


def _rediger(courriel):
    """Write what was promised, once: a second try says the same under the same identifier. False: nobody to tell."""
    contenu = import_string(courriel.redacteur)(courriel.sujet_id)
    if not (contenu and contenu["a"]):
        return False
    courriel.destinataire = contenu.pop("a")
    courriel.expire_le = contenu.pop("expire_le", None)
    contenu.pop("urgence", None)  # the promise said it
    ecrit = courriels.rediger(**contenu)
    for champ, contenu in ecrit.items():
        setattr(courriel, champ, contenu)
    courriel.save(update_fields=["destinataire", "expire_le", *ecrit])
    return True


def _expedier(courriel):
    message = EmailMultiAlternatives(courriel.objet, courriel.texte, to=[courriel.destinataire])
    # The same identifier on every try: a mail that left just before a failure is recognised as the same.
    message.extra_headers["Message-ID"] = f"<courriel-{courriel.pk}@{settings.DEFAULT_FROM_EMAIL.split('@')[-1]}>"
    if courriel.desabonnement:
        message.extra_headers["List-Unsubscribe"] = f"<{courriel.desabonnement}>"
    message.attach_alternative(courriel.html, "text/html")
    if courriel.agenda:
        message.attach(_agenda_joint(courriel.agenda))
    with _au_plus(ENVOI_SECONDES):
        message.send()


def _agenda_joint(agenda):
    """Make the part that calendars open; its method is that of the calendar itself, as RFC 6047 asks."""
    partie = MIMEText(agenda, "calendar", "utf-8")
    if methode := re.search(r"^METHOD:(\w+)", agenda, re.MULTILINE):
        partie.set_param("method", methode[1])
    partie.add_header("Content-Disposition", "attachment", filename="reservations.ics")
    return partie


@contextmanager
def _au_plus(secondes):
    """Raise TimeoutError in what lasts longer; a thread, which no signal reaches, is not bounded (the tests)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def trop_long(*_):
        raise TimeoutError("the mail server never ends its answer")

    ancien = signal.signal(signal.SIGALRM, trop_long)
    # Again after as long: what tidies up may meet the same server.
    reste, _ = signal.setitimer(signal.ITIMER_REAL, secondes, secondes)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, reste)
        signal.signal(signal.SIGALRM, ancien)


def _noter_l_envoi(courriel):
    courriel.envoye_le, courriel.prochain_essai, courriel.erreur = clock.maintenant(), None, ""
    if not settings.COURRIELS_GARDES:
        courriel.texte = courriel.html = courriel.agenda = courriel.desabonnement = ""
    courriel.save(update_fields=["envoye_le", "prochain_essai", "erreur", "texte", "html", "agenda", "desabonnement"])
    # The server answers again: what it alone had stopped leaves now, in order.
    arretes = Courriel.objects.filter(prochain_essai__gt=courriel.envoye_le, erreur__in=relances.PANNES)
    arretes.update(prochain_essai=courriel.envoye_le)


def _noter_l_echec(courriel, erreur):
    instant, perime = clock.maintenant(), isinstance(erreur, Perime)
    courriel.erreur = relances.PERIME if perime else relances.en_mots(erreur)
    if courriel.erreur == relances.ILLISIBLE:
        journal_technique.error("mail %s could not be written", courriel.pk, exc_info=erreur)
    else:
        journal_technique.warning("mail %s did not leave: %s", courriel.pk, type(erreur).__name__)
    courriel.prochain_essai = (
        None
        if perime or relances.sans_espoir(erreur)
        else relances.prochain(
            courriel.essais,
            depuis=courriel.renvoye_le or courriel.cree_le,
            instant=instant,
            expire_le=courriel.expire_le,
        )
    )
    if courriel.prochain_essai is None:
        courriel.abandonne_le = instant
    if perime:
        courriel.texte = courriel.html = ""
    courriel.save(update_fields=["erreur", "prochain_essai", "abandonne_le", "texte", "html"])
