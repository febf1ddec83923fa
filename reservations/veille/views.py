"""The page behind the mail: the week as usual, in one button; and the page that stops the mails."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.web import lien
from common.web.http import public
from common.words import typo
from common.words.dates import lundi_de
from common.words.saisie import lire_jour
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Responsable
from reservations.planning.planche import lundi_le_plus_loin
from reservations.planning.views import proposition
from reservations.veille import services

GENRE = "veille"


@require_http_methods(["GET", "POST"])
def semaine(request, lundi):
    """What a week would usually be, what it comes to, and one button that books it."""
    premier = lire_jour(lundi)
    if premier is None or premier.weekday() or not lundi_de(clock.aujourdhui()) <= premier <= lundi_le_plus_loin():
        raise Http404
    return proposition.page(
        request, proposer=lambda: services.proposer(perimetre(request.user), premier), template="veille/semaine.html",
        titre=f"Semaine du {typo.date_simple(premier, annee=False)}, comme d’habitude",
        semaine=reverse("planning:semaine_du", args=[premier.isoformat()]),
        fil=[
            Lien(titre="Mon accueil", url=reverse("accueil:accueil")),
            Lien(titre="Gérer mes réservations", url=reverse("planning:choisir")),
            Lien(titre="Comme d’habitude"),
        ],
    )  # fmt: skip


@public
@require_GET
def suivre(request, jeton):
    """Put the secret of the mail's link aside, and go to a page whose address has none."""
    return lien.poser(redirect("veille:preference"), GENRE, jeton)


@public
@require_http_methods(["GET", "POST"])
def preference(request):
    """Stop the mails of the evening, or have them again: from the mail without a sign-in, or from one's space."""
    moi = _moi(request)
    # In a browser that several share, the link of another's mail never speaks for who is signed in, nor they for it.
    adulte = moi or services.lire(lien.lire(request, GENRE))
    if adulte is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    recevoir = None
    if request.method == "POST":
        recevoir = request.POST.get("recevoir") == "oui"
        services.choisir(adulte, recevoir=recevoir)
        if moi:
            messages.success(
                request, f"C’est noté\u00a0: vous {'recevrez' if recevoir else 'ne recevrez plus'} ce rappel."
            )
            return lien.oublier(redirect("veille:preference"), GENRE)
    contexte = {
        "titre": "Rappel de la veille", "recoit": services.recoit(adulte), "adulte": None if moi else adulte,
        "fait": recevoir is not None,
    }  # fmt: skip
    reponse = render(request, "veille/preference.html", contexte)
    return lien.oublier(reponse, GENRE) if moi or contexte["fait"] else reponse


def _moi(request):
    if not request.user.is_authenticated:
        return None
    if request.user.agit_pour:
        return request.user.agit_pour
    return Responsable.objects.filter(utilisateur=request.user).first()
