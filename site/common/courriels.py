"""Mails: a row first, in the business transaction, then a task that sends it."""

from django.conf import settings
from django.template.loader import render_to_string
from django_q.tasks import async_task

from common.models import Courriel

# Callables that give what every mail knows (the town): domains above add theirs when the site starts.
FOURNISSEURS = []
TACHE = "common.tasks.expedier"


def ecrire(*, cle: str, a: str, objet: str, gabarit: str, **contexte) -> Courriel:
    """Give the mail ``cle``, written and not kept yet.

    ``gabarit`` names ``<gabarit>.txt`` and ``<gabarit>.html``; ``lien``, a path of the portal, becomes ``url``, the
    address of the mail's button.
    """
    commun = {"adresse_publique": settings.ADRESSE_PUBLIQUE, "objet": objet}
    for fournisseur in FOURNISSEURS:
        commun |= fournisseur()
    contexte = commun | contexte
    if "lien" in contexte:
        contexte["url"] = settings.ADRESSE_PUBLIQUE + contexte["lien"]
    texte, html = (render_to_string(f"{gabarit}.{forme}", contexte) for forme in ("txt", "html"))
    return Courriel(cle=cle, destinataire=a, objet=objet, texte=texte, html=html)


def envoyer(*, cle: str, a: str, **contenu):
    """Save the mail ``cle`` (once, whatever the number of calls) and ask for its sending; the rest as in ``ecrire``.

    Nothing is done without an address: people without e-mail get paper.
    """
    if not a:
        return None
    lettre = ecrire(cle=cle, a=a, **contenu)
    champs = ("destinataire", "objet", "texte", "html")
    courriel, cree = Courriel.objects.get_or_create(
        cle=cle, defaults={champ: getattr(lettre, champ) for champ in champs}
    )
    if cree:
        async_task(TACHE, courriel.pk)
    return courriel


def envoyer_neuves(lettres: list[Courriel]) -> None:
    """Save these mails, whose keys nobody has used, in one statement, and ask for the sending of each."""
    for courriel in Courriel.objects.bulk_create(lettres):
        async_task(TACHE, courriel.pk)
