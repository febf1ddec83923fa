"""The kernel's tasks. They get ids only and are safe to run twice."""

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django_q.models import Schedule

from common import clock, conservation, freins
from common.models import Courriel, RapportDeMenage

MENAGE = "common.tasks.menage"
HEURE_DU_MENAGE = time(3, 30)


@transaction.atomic
def expedier(courriel_id: int) -> None:
    """Send one mail that was not sent yet; a failure raises, and the queue tries again."""
    courriel = Courriel.objects.select_for_update(of=("self",)).get(pk=courriel_id)
    if courriel.envoye_le:
        return
    message = EmailMultiAlternatives(courriel.objet, courriel.texte, to=[courriel.destinataire])
    # The same identifier on every try: a mail that left just before a failure is recognised as the same.
    message.extra_headers["Message-ID"] = f"<courriel-{courriel.pk}@{settings.DEFAULT_FROM_EMAIL.split('@')[-1]}>"
    message.attach_alternative(courriel.html, "text/html")
    message.send()
    courriel.envoye_le = clock.maintenant()
    if not settings.COURRIELS_GARDES:
        courriel.texte = courriel.html = ""
    courriel.save(update_fields=["envoye_le", "texte", "html"])


# What domains throw away at night: each adds its own when the site starts.
MENAGES = conservation.du_noyau(freins.purger)


def regles() -> list[conservation.Regle]:
    """Give the rules of all domains."""
    return [conservation.en_regle(purger) for purger in MENAGES]


def menage() -> None:
    """Throw away every night what serves no more, and report it; run twice, the second time finds nothing.

    A rule that fails keeps none of the others from running; the night then counts as failed, so that it is seen.
    """
    echecs = []
    for regle in regles():
        try:
            nombre = regle.effacer() or 0
        except Exception as erreur:
            logging.getLogger(__name__).exception("housekeeping %s failed", regle.cle)
            echecs.append(erreur)
            nombre = None
        RapportDeMenage.objects.create(regle=regle.cle, nombre=nombre)
    if echecs:
        raise echecs[0]


def planifier() -> None:
    """Ask the queue for the nightly housekeeping, once: a second call keeps an hour changed since."""
    demain = clock.aujourdhui() + timedelta(days=1)
    Schedule.objects.get_or_create(
        func=MENAGE,
        defaults={
            "name": "Ménage de la nuit",
            "schedule_type": Schedule.DAILY,
            "next_run": datetime.combine(demain, HEURE_DU_MENAGE, tzinfo=clock.fuseau()),
        },
    )
