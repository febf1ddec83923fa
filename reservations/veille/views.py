"""The page behind the mail: the week as usual, in one button; and the page that stops the mails."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web import lien
from common.web.http import public
from common.words import typo
from common.words.dates import lundi_de
from common.words.saisie import lire_jour
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Responsable
from reservations.planning.planche import lundi_le_plus_loin
from reservations.planning.saisies import lire_montant, lire_numero
from reservations.planning.services import enregistrer_demande
from reservations.veille import services

GENRE = "veille"


@require_http_methods(["GET", "POST"])
def semaine(request, lundi):
    """What a week would usually be, what it comes to, and one button that books it."""
    premier = lire_jour(lundi)
    if premier is None or premier.weekday() or not lundi_de(clock.aujourdhui()) <= premier <= lundi_le_plus_loin():
        raise Http404
    if request.method == "POST" and (deja := _deja(request)):
        return redirect("planning:confirmation", deja.numero)
    planche = services.proposer(perimetre(request.user), premier)
    phrase = ""
    if request.method == "POST":
        try:
            return redirect("planning:confirmation", _reserver(request, planche).numero)
        except Refus as refus:
            phrase = refus.phrase
            planche = services.proposer(perimetre(request.user), premier)
    else:
        for enfant, _, _ in planche.par_enfant:
            noter_lecture_pour_un_parent(enfant, par=request.user)
    titre = f"Semaine du {typo.date_simple(premier, annee=False)}, comme d’habitude"
    contexte = {
        "titre": titre,
        "planche": planche,
        "phrase": phrase,
        "limite": services.premiere_limite(planche),
        "semaine": reverse("planning:semaine_du", args=[premier.isoformat()]),
        "fil": [
            Lien(titre="Mon accueil", url=reverse("accueil:accueil")),
            Lien(titre="Gérer mes réservations", url=reverse("planning:choisir")),
            Lien(titre="Comme d’habitude"),
        ],
    }
    return render(request, "veille/semaine.html", contexte, status=422 if phrase else 200)


def _deja(request):
    """Give the request that this very page already made: a double click, a page sent again."""
    try:
        numero = lire_numero(request.POST.get("numero"))
    except Refus:
        return None
    return Demarche.objects.pour(request.user).filter(numero=numero).first()


def _reserver(request, planche):
    souhaits = [r.souhait for r in planche.acceptees]
    if not souhaits:
        raise Refus("Il n’y a plus rien à réserver comme d’habitude cette semaine-là.", code="vide")
    foyers = [s.piste.inscription.payeur.foyer for s in souhaits if s.piste.mienne]
    foyer = next((f for f in foyers if f), None)
    if foyer is None:
        raise Refus("Réservez ces jours dans « Notre semaine ».", code="foyer")
    return enregistrer_demande(
        souhaits, numero=lire_numero(request.POST.get("numero")), foyer=foyer, auteur=request.user,
        montant_vu=lire_montant(request.POST.get("montant")), entiere=True,
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
    adulte = services.lire(lien.lire(request, GENRE)) or _moi(request)
    if adulte is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        recevoir = request.POST.get("recevoir") == "oui"
        services.choisir(adulte, recevoir=recevoir)
        messages.success(
            request, f"C’est noté\u00a0: vous {'recevrez' if recevoir else 'ne recevrez plus'} ce rappel."
        )
        return redirect("veille:preference")
    contexte = {"titre": "Rappel de la veille", "recoit": services.recoit(adulte)}
    return render(request, "veille/preference.html", contexte)


def _moi(request):
    if not request.user.is_authenticated:
        return None
    if request.user.agit_pour:
        return request.user.agit_pour
    return Responsable.objects.filter(utilisateur=request.user).first()
