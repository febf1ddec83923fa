"""Mails: a row, in the transaction of what promises it. The postman (``common.mails.facteur``) carries the rows."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all
from common.errors import Refus
from common.models import OBJET_MAX, Courriel, Urgence
from common.registry import Registry

FOURNISSEURS: Registry[Callable[[], dict]] = Registry(
    "common.mails.fournisseurs", "Gives what the template of every mail knows (the town)."
)
LIEN_PERIME = "Le lien de ce courriel n’est plus valable : la personne doit en demander un autre."
RIEN = "Ce courriel n’attend plus : il vient de partir, ou il est en train de partir."


def rediger(*, objet: str, gabarit: str, agenda: str = "", desabonnement: str = "", **contexte) -> dict:
    """The subject, the text and the HTML of a mail, and the calendar that goes with it.

    ``desabonnement``, a path of the portal, is where who no longer wants such mails says so.

    ``gabarit`` names ``<gabarit>.txt`` and ``<gabarit>.html``; ``lien``, a path of the portal, becomes ``url``, the
    address of the mail's button.
    """
    objet = journal.court(objet, OBJET_MAX)
    commun = {"adresse_publique": settings.ADRESSE_PUBLIQUE, "objet": objet}
    for fournisseur in FOURNISSEURS:
        commun |= fournisseur()
    contexte = commun | contexte
    if "lien" in contexte:
        contexte["url"] = settings.ADRESSE_PUBLIQUE + contexte["lien"]
    texte, html = (render_to_string(f"{gabarit}.{forme}", contexte) for forme in ("txt", "html"))
    sortie = settings.ADRESSE_PUBLIQUE + desabonnement if desabonnement else ""
    return {"objet": objet, "texte": texte, "html": html, "agenda": agenda, "desabonnement": sortie}


def ecrire(*, cle: str, a: str, urgence=Urgence.COURANT, expire_le=None, **contenu) -> Courriel:
    """The mail ``cle``, not saved yet; ``expire_le``: when the link that it carries dies."""
    return Courriel(cle=cle, destinataire=a, urgence=urgence, expire_le=expire_le, **rediger(**contenu))


def envoyer(*, cle: str, a: str, **contenu):
    """Save the mail of the event ``cle``; the rest as in ``ecrire``. Idempotent on ``cle``.

    Nothing is done without an address: people without e-mail get paper.
    """
    if not a:
        return None
    lettre = ecrire(cle=cle, a=a, **contenu)
    champs = ("destinataire", "objet", "texte", "html", "agenda", "desabonnement", "urgence", "expire_le")
    courriel, cree = Courriel.objects.get_or_create(
        cle=cle, defaults={champ: getattr(lettre, champ) for champ in champs}
    )
    if cree:
        _tout_de_suite([cle])
    return courriel


def envoyer_neuves(lettres: list[Courriel]) -> None:
    """Save these mails, whose keys nobody has used, in one statement."""
    _tout_de_suite([courriel.cle for courriel in Courriel.objects.bulk_create(lettres)])


def promettre(redacteur: str, pk: int, *, cle: str, objet: str, urgence=Urgence.COURANT) -> None:
    """Promise the mail of the event ``cle``: it will be written, and leave, if and only if the transaction commits.

    ``redacteur`` is the path of a function that gets ``pk`` and returns the arguments of ``ecrire`` but for its key,
    or None when there is nobody to write to. Whether there is costs the caller nothing, and shows nowhere.
    """
    promettre_tous(redacteur, {cle: pk}, objet=objet, urgence=urgence)


def promettre_tous(redacteur: str, sujets: dict[str, int], *, objet: str, urgence=Urgence.COURANT) -> None:
    """Promise a mail for each key of ``sujets``, in one statement."""
    Courriel.objects.bulk_create(
        (
            Courriel(cle=cle, redacteur=redacteur, sujet_id=pk, objet=objet, urgence=urgence)
            for cle, pk in sujets.items()
        ),
        ignore_conflicts=True,
    )
    _tout_de_suite(list(sujets))


def _tout_de_suite(cles):
    """Send them at once where there is no postman (the tests)."""
    if settings.COURRIELS_SYNCHRONES:
        from common.mails import facteur

        for courriel in Courriel.objects.filter(cle__in=cles, essais=0, prochain_essai__isnull=False).order_by("pk"):
            facteur.porter(courriel)


@transaction.atomic
def renvoyer(*, par, pk: int | None = None) -> int:
    """Try again now what did not leave: one mail, or all of them; return how many. Each is recorded.

    A mail in the postman's hands (tried, and no error yet) is left alone; one whose link is dead is refused.
    """
    lignes = Courriel.objects.en_souffrance().exclude(erreur="")
    instant = clock.maintenant()
    if pk is None:
        lignes = lignes.exclude(expire_le__lte=instant)
    else:
        lignes = lignes.filter(pk=pk)
    a_renvoyer = lock_all(lignes.only("pk", "expire_le"))
    if any(courriel.expire_le and courriel.expire_le <= instant for courriel in a_renvoyer):
        raise Refus(LIEN_PERIME, code="perime")
    if not a_renvoyer:
        raise Refus(RIEN, code="rien")
    Courriel.objects.filter(pk__in=[courriel.pk for courriel in a_renvoyer]).update(
        prochain_essai=instant, essais=0, renvoye_le=instant, abandonne_le=None, erreur=""
    )
    journal.noter_tous(ActionJournal.COURRIEL_RENVOYE, a_renvoyer, par=par)
    return len(a_renvoyer)
