"""« Mode super-usager » : where an agent starts it, from the family file, and where it stops."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from common.staff.forms import form_page
from common.web.forms import saisie
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.ouverture.forms import AgirForm
from espace_prive.ouverture.middleware import entrer, retour, sortir
from espace_prive.ouverture.services import super_usager

CHAPEAU = (
    "Vous verrez l’espace comme {} le voit, et ce que vous y ferez comptera comme fait par la famille : les réponses "
    "lui sont envoyées. Chaque page et chaque geste sont notés à vos deux noms ; la famille peut les lire. Ni "
    "paiement, ni mot de passe. Le mode s’arrête au bout d’une heure."
)


@page_du_dossier(super_usager.AGIR)
@require_http_methods(["GET", "POST"])
def agir(request, foyer_pk, pk):
    """Say why, then act for this adult of the household."""
    foyer = portee.lire(request.user, foyer_pk)
    adulte = get_object_or_404(super_usager.adultes_du(foyer), pk=pk)
    return _page(request, foyer, [adulte], titre=f"Agir pour {adulte.civilite_nom}")


@page_du_dossier(super_usager.AGIR)
@require_http_methods(["GET", "POST"])
def agir_pour_la_famille(request, foyer_pk):
    """Say why, and for which of its adults, then act for them."""
    foyer = portee.lire(request.user, foyer_pk)
    adultes = list(super_usager.adultes_du(foyer))
    if not adultes:
        raise Http404
    return _page(request, foyer, adultes, titre=f"Agir pour la famille {foyer.nom}")


def _page(request, foyer, adultes, *, titre):
    form = AgirForm(saisie(request), adultes=adultes)

    def action():
        adulte = form.adulte()
        mandat = super_usager.commencer(adulte, foyer, par=request.user, motif=form.cleaned_data["motif"])
        if ancien := getattr(request, "mandat", None):
            super_usager.terminer(ancien, par=request.user, raison="une autre famille est prise en charge")
        entrer(request.session, mandat)

    qui = adultes[0].civilite_nom if len(adultes) == 1 else "cette personne"
    return form_page(
        request, form, titre=titre, chapeau=CHAPEAU.format(qui), bouton="Activer le mode super-usager",
        retour=reverse("familles:dossier", args=[foyer.pk]), action=action, vers="accueil:accueil",
    )  # fmt: skip


@require_POST
def desactiver(request):
    mandat = getattr(request, "mandat", None)
    if mandat is None:
        if request.user.is_staff:  # stopped already, in another tab
            return redirect("/gestion/")
        raise Http404
    sortir(request.session)
    super_usager.terminer(mandat, par=request.user)
    messages.success(request, f"Mode super-usager désactivé : vous n’agissez plus pour {request.super_usager}.")
    return redirect(retour(request.user, mandat))
