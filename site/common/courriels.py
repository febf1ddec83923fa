"""Mails: a row first, in the business transaction, then a task that sends it."""

from django.conf import settings
from django.template.loader import render_to_string
from django_q.tasks import async_task

from common.models import Courriel


def envoyer(*, cle: str, a: str, objet: str, gabarit: str, **contexte):
    """Save the mail ``cle`` (once, whatever the number of calls) and ask for its sending.

    ``gabarit`` names ``<gabarit>.txt`` and ``<gabarit>.html``; the context gets ``adresse_publique``. Nothing is
    done without an address: people without e-mail get paper.
    """
    if not a:
        return None
    contexte = {"adresse_publique": settings.ADRESSE_PUBLIQUE, "objet": objet, **contexte}
    courriel, cree = Courriel.objects.get_or_create(
        cle=cle,
        defaults={
            "destinataire": a,
            "objet": objet,
            "texte": render_to_string(f"{gabarit}.txt", contexte),
            "html": render_to_string(f"{gabarit}.html", contexte),
        },
    )
    if cree:
        async_task("common.tasks.expedier", courriel.pk)
    return courriel
