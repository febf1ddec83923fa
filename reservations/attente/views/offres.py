"""A place is held: its page, in the private area or by the mail's link; accept it, or leave it to the next family."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common.components.affichage import Lien
from common.errors import Refus
from common.web import lien
from common.web.http import public
from commune.services import reglages, service_a_appeler
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre, perimetre_de
from espace_prive.famille.models import Foyer
from reservations.attente import liens, presentation, rules, services
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.views.attentes import TITRE
from reservations.planning.views.semaine import fil

LIEN = "attente"
LAISSEE = "La place est laissée à la famille suivante."
PLUS_D_ATTENTE = "Vous n’attendez plus ce jour."
AUTRE = "Vous avez ouvert une autre proposition depuis. Relisez celle-ci, puis répondez."
RESERVEE = "La place est réservée : le service a répondu pour vous."


def _foyer(attente, moi) -> Foyer:
    """Give the household that books: the one that pays, else that of who answers."""
    return attente.inscription.payeur.foyer or Foyer.objects.get(pk=min(moi.foyers))


def _repondre(request, attente, *, auteur, moi) -> str:
    """Do what the pressed button asks; give the sentence of a refusal, or nothing."""
    geste = request.POST.get("geste", "")
    try:
        if geste == "accepter":
            services.accepter(attente.pk, auteur=auteur, foyer=_foyer(attente, moi))
        elif geste == "laisser":
            _dire(request, services.laisser(attente.pk, par=auteur))
    except Refus as refus:
        return refus.phrase
    return ""


def _dire(request, laissee):
    """Say what became of it: the service may have booked the place meanwhile."""
    if laissee.etat == EtatAttente.DECLINEE:
        messages.success(request, LAISSEE)
    elif laissee.etat == EtatAttente.ACCEPTEE:
        messages.warning(request, rules.FINIES[laissee.etat])
    else:
        messages.success(request, PLUS_D_ATTENTE)


def _montrer(request, attente, *, phrase="", **contexte):
    (montree,) = presentation.montrer([attente])
    titre = "Une place vous est proposée" if montree.offerte else "Votre attente"
    contexte |= {"titre": titre, "montree": montree, "phrase": phrase, "service": service_a_appeler()}
    reponse = render(request, "attente/attente.html", contexte, status=422 if phrase else 200)
    reponse["Cache-Control"] = "no-store"
    return reponse


@require_http_methods(["GET", "POST"])
def attente(request, pk):
    """What waits, or is offered, with its buttons."""
    siennes = Attente.objects.pour(request.user).entieres()
    connue = get_object_or_404(siennes, pk=pk)
    noter_lecture_pour_un_parent(connue.enfant, par=request.user)
    phrase = ""
    if request.method == "POST":
        moi = perimetre(request.user)
        phrase = _repondre(request, connue, auteur=request.user, moi=moi)
        connue = siennes.get(pk=pk)
        if not phrase:
            return _apres_la_reponse(request, connue, moi)
    liens_du_fil = fil(Lien(titre=TITRE, url=reverse("attente:attentes")), Lien(titre=connue.enfant.prenom))
    return _montrer(request, connue, phrase=phrase, fil=liens_du_fil)


def _apres_la_reponse(request, attente, moi):
    if attente.etat == EtatAttente.ACCEPTEE and request.POST.get("geste") == "accepter":
        if services.demandee(attente, moi.foyers):
            return redirect("planning:confirmation", services.numero_de(attente))
        messages.success(request, RESERVEE)
    return redirect("attente:attentes")


@public
@require_GET
def suivre(request, jeton):
    """Put the secret of the mail's link aside and go to a page whose address holds none."""
    return lien.poser(redirect("attente:offre"), LIEN, jeton)


@public
@require_http_methods(["GET", "POST"])
def offre(request):
    """The page of a mail's link: read, it changes nothing (programs open links of mails); its buttons answer.

    The town may want a sign-in before; without one, the link answers for the adult to whom it was sent, and only for
    that place.
    """
    attente, adulte = _du_lien(request)
    if attente is None:
        contexte = {"titre": "Ce lien n’est plus valable", "service": service_a_appeler()}
        return render(request, "attente/lien_perime.html", contexte, status=410)
    if reglages().offres_connexion:
        return redirect("attente:attente", attente.pk)
    phrase = ""
    if request.method == "POST":
        # The browser keeps one link: a page that another tab left open may show another offer.
        lue = request.POST.get("attente") == str(attente.pk)
        phrase = AUTRE
        if lue:
            phrase = _repondre(request, attente, auteur=adulte.utilisateur, moi=perimetre_de(adulte))
        attente = Attente.objects.entieres().get(pk=attente.pk)
    return _montrer(request, attente, phrase=phrase, par_lien=True)


def _du_lien(request):
    """Give (waiting row, adult) of the link that this browser followed.

    The adult must still be one to tell; one whose account was closed answers by no link either.
    """
    lus = liens.lire(lien.lire(request, LIEN))
    attente = Attente.objects.entieres().filter(pk=lus[0]).first() if lus else None
    if attente is None:
        return None, None
    adulte = next((a for a in services.adultes_de(attente) if a.pk == lus[1]), None)
    if adulte is None or (adulte.utilisateur and not adulte.utilisateur.is_active):
        return None, None
    return attente, adulte
