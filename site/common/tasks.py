"""The kernel's tasks. They get ids only and are safe to run twice."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django_q.models import Schedule

from common import clock, freins
from common.models import Courriel

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
MENAGES = [freins.purger]


def menage() -> None:
    """Throw away every night what serves no more; run twice, the second time finds nothing."""
    for purger in MENAGES:
        purger()


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
