"""Creating one's space with the key of the letter."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common import clock
from common.errors import Refus
from common.web import freins
from common.web.forms import saisie, show
from common.web.http import public
from commune.services import service_a_appeler
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.forms import CorrigerLeCourrielForm
from espace_prive.ouverture import services
from espace_prive.ouverture.forms import CreerEspaceForm

# What this browser has just created, for as long as one stays before the page: [account, address typed, when].
ESPACE_CREE, CORRECTION = "espace_cree", timedelta(hours=1)


@public
@sensitive_post_parameters("mot_de_passe", "confirmation", "cle")
@require_http_methods(["GET", "POST"])
def creer_espace(request):
    form = CreerEspaceForm(saisie(request))
    if request.method == "POST":
        adresse, valide = freins.adresse(request), form.is_valid()
        try:
            if valide:
                cree = services.creer_espace(adresse_internet=adresse, **form.pour_le_service())
                request.session[ESPACE_CREE] = [cree.pk, cree.email, clock.maintenant().isoformat()]
                return redirect("ouverture:espace_cree")
            if form.cleaned_data.get("cle"):
                # Say at once what is wrong with the key too, and spare a second round.
                services.verifier_cle(form.cleaned_data["cle"], adresse=adresse)
        except Refus as refus:
            form.refuser(refus)
    contexte = {"form": form, "titre": "Créer mon espace", "service": service_a_appeler()}
    return show(request, "ouverture/creer_espace.html", contexte)


def _tout_neuf(request):
    """The account that this browser has just created and nobody has activated, and the address typed for it."""
    pk, email, le = request.session.get(ESPACE_CREE) or (None, "", "")
    if pk is None or clock.maintenant() - datetime.fromisoformat(le) > CORRECTION:
        return None, ""
    return Utilisateur.objects.filter(pk=pk, a_activer=True).first(), email


@public
@require_http_methods(["GET", "POST"])
def espace_cree(request):
    """Where the activation mail went; a mistyped address is corrected on the spot."""
    neuf, email = _tout_neuf(request)
    form = CorrigerLeCourrielForm(saisie(request))
    if request.method == "POST" and neuf is None:
        return redirect("ouverture:espace_cree")
    if request.method == "POST" and form.is_valid():
        try:
            services.corriger_adresse_d_activation(neuf, form.cleaned_data["email"])
        except Refus as refus:
            form.add_error("email", refus)
        else:
            request.session[ESPACE_CREE] = [neuf.pk, form.cleaned_data["email"], request.session[ESPACE_CREE][2]]
            messages.success(request, "L’adresse est corrigée. Un nouveau lien vient de partir.")
            return redirect("ouverture:espace_cree")
    contexte = {"titre": "Il ne reste qu’à activer votre espace", "service": service_a_appeler(), "form": form}
    reponse = show(request, "ouverture/espace_cree.html", contexte | {"email": email if neuf else ""})
    reponse["Cache-Control"] = "no-store"
    return reponse
