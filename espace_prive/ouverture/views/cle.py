"""Creating one's space with the key of the letter."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common import clock
from common.errors import Refus
from common.web import freins, lien
from common.web.forms import attempt, saisie, show
from common.web.http import public
from commune.services import service_a_appeler
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.forms import CorrigerLeCourrielForm
from espace_prive.ouverture import services
from espace_prive.ouverture.forms import CleForm, EntrerForm
from espace_prive.ouverture.rules import normaliser_cle

# Under which the key waits in this browser until its holder has proved who it is (common.web.lien).
LIEN = "cle"
# What this browser has just created, for as long as one stays before the page: [account, address typed, when].
ESPACE_CREE, CORRECTION = "espace_cree", timedelta(hours=1)


@public
@sensitive_post_parameters("cle")
@require_http_methods(["GET", "POST"])
def creer_espace(request):
    """The key of the letter, typed; or read by a telephone, whose page sends it by itself."""
    form = CleForm(saisie(request))
    fait, _ = attempt(
        request, form, lambda: services.verifier_cle(form.cleaned_data["cle"], adresse=freins.adresse(request))
    )
    if fait:
        return lien.poser(redirect("ouverture:entrer"), LIEN, normaliser_cle(form.cleaned_data["cle"]))
    contexte = {"form": form, "titre": "Créer mon espace", "service": service_a_appeler()}
    return show(request, "ouverture/creer_espace.html", contexte)


@public
@sensitive_post_parameters("mot_de_passe")
@require_http_methods(["GET", "POST"])
def entrer(request):
    """Whom the key is for, greeted; one thing that the letter does not say, an address, a password."""
    cle, adresse = lien.lire(request, LIEN), freins.adresse(request)
    if not cle:
        return redirect("ouverture:creer_espace")
    try:
        connu = services.verifier_cle(cle, adresse=adresse).responsable
    except Refus as refus:
        messages.warning(request, refus.phrase)
        return lien.oublier(redirect("ouverture:creer_espace"), LIEN)
    form = EntrerForm(saisie(request), responsable=connu, preuve=bool(services.preuves(connu)))
    fait, cree = attempt(
        request, form, lambda: services.creer_espace(cle=cle, adresse_internet=adresse, **form.cleaned_data)
    )
    if fait:
        request.session[ESPACE_CREE] = [cree.pk, cree.email, clock.maintenant().isoformat()]
        return lien.oublier(redirect("ouverture:espace_cree"), LIEN)
    contexte = {"form": form, "titre": f"Bonjour {connu.civilite_nom}", "connu": connu, "service": service_a_appeler()}
    reponse = show(request, "ouverture/entrer.html", contexte)
    reponse["Cache-Control"] = "no-store"
    return reponse


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
