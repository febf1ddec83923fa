"""Two clicks take effect once: the staff's forms carry a number, and its second arrival gets the first answer.

One place for every form, ours and Wagtail's: the number is looked up before the view, in the transaction that the view
writes in, and an answer that did something (a redirect, a document) is stored with it. A template has only to write:

    <form method="post">{% csrf_token %}{% numero_envoi %} … </form>

and its view has nothing to do: what took effect once never reaches it again. The parents' requests have the same
guard in their own rows, whose number is that of the request.
"""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe

from common.services import envois
from common.web.remplissage import est_secret

GARDES = ("Content-Type", "Content-Disposition")


class UneSeuleFoisMiddleware:
    """The innermost: what it wraps is the view and nothing else.

    The number is looked up once the guards have spoken (``process_view`` is the last of all): the answer is given
    again only to somebody to whom the page still opens. For the staff alone; elsewhere the field means nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _porte_un_numero(request):
            return self.get_response(request)
        with transaction.atomic():
            reponse = self.get_response(request)
            if (ligne := getattr(request, "envoi", None)) is not None:
                self._retenir(request, ligne, reponse)
        return reponse

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not _porte_un_numero(request) or not _est_permise(request, view_func):
            return None
        numero = envois.lire_numero(request.POST[envois.CHAMP])
        if numero is None:
            return _deja_servi(request, None)
        trace = envois.empreinte(request)
        ligne, premiere = envois.commencer(numero, auteur_id=request.user.pk, trace=trace)
        if premiere:
            request.envoi = ligne
            return None
        if ligne.auteur_id != request.user.pk:
            return _deja_servi(request, None)
        return _redire(request, ligne) if ligne.empreinte == trace else _deja_servi(request, ligne)

    @staticmethod
    def _retenir(request, ligne, reponse):
        if reponse.status_code >= 500:
            transaction.set_rollback(True)
        elif reponse.status_code in (302, 303):
            envois.finir(ligne, statut=302, adresse=reponse.url, messages=_messages(request))
        elif _est_un_document(reponse):
            entetes = {nom: reponse[nom] for nom in GARDES if nom in reponse}
            envois.finir(ligne, statut=200, contenu=reponse.content, entetes=entetes)
        else:
            envois.liberer(ligne)


def _porte_un_numero(request):
    personne = request.user
    return request.method == "POST" and personne.is_staff and personne.is_verified() and envois.CHAMP in request.POST


def _est_permise(request, vue):
    """Whether the page opens to this person; if not, the view says so (``common.web.http.agent_requis``)."""
    permission = getattr(vue, "permission", None)
    return permission is None or request.user.has_perm(permission)


def _est_un_document(reponse):
    return (
        reponse.status_code == 200
        and not reponse.streaming
        and "Content-Disposition" in reponse
        and len(reponse.content) <= envois.TAILLE_MAX
    )


def _messages(request):
    """What the view said, so that the second answer, the one that is seen, says it too."""
    dits = getattr(messages.get_messages(request), "_queued_messages", [])
    return [[m.level, str(m.message), m.extra_tags, isinstance(m.message, SafeString)] for m in dits]


def _redire(request, ligne):
    """Give the first answer again."""
    if ligne.adresse:
        for niveau, texte, etiquettes, sur in ligne.messages:
            messages.add_message(request, niveau, mark_safe(texte) if sur else texte, etiquettes)  # noqa: S308 - ours
        return redirect(ligne.adresse)
    return HttpResponse(envois.contenu_de(ligne), headers=ligne.entetes)


def _deja_servi(request, ligne):
    """Refuse a number already used for something else; a button sends what was typed as a new thing."""
    contexte = {
        "titre": "Ce formulaire a déjà servi",
        "adresse": ligne.adresse if ligne else "",
        "champs": [
            (nom, valeur)
            for nom in request.POST
            if nom not in envois.SANS_OBJET and not est_secret(nom)
            for valeur in request.POST.getlist(nom)
        ],
        "fichiers": bool(request.FILES),
        "numero": uuid.uuid4(),
    }
    return render(request, "common/agents/deja_servi.html", contexte, status=409)
