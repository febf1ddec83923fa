"""The kernel's tasks. They get ids only and are safe to run twice."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from common import clock
from common.models import Courriel


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
