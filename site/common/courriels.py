"""Mails: a row first, in the business transaction, then a task that sends it."""

from django.conf import settings
from django.template.loader import render_to_string
from django_q.tasks import async_task

from common.models import Courriel

# Callables that give what every mail knows (the town): domains above add theirs when the site starts.
FOURNISSEURS = []


def envoyer(*, cle: str, a: str, objet: str, gabarit: str, **contexte):
    """Save the mail ``cle`` (once, whatever the number of calls) and ask for its sending.

    ``gabarit`` names ``<gabarit>.txt`` and ``<gabarit>.html``; ``lien``, a path of the portal, becomes ``url``, the
    address of the mail's button. Nothing is done without an address: people without e-mail get paper.
    """
    if not a:
        return None
    commun = {"adresse_publique": settings.ADRESSE_PUBLIQUE, "objet": objet}
    for fournisseur in FOURNISSEURS:
        commun |= fournisseur()
    contexte = commun | contexte
    if "lien" in contexte:
        contexte["url"] = settings.ADRESSE_PUBLIQUE + contexte["lien"]
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
