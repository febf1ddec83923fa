"""The ways in that are open to everybody, and the keys of a person who already has a space."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web import freins, lien
from common.web.forms import attempt, form_page, saisie, show
from common.web.http import public
from commune.models import Service
from commune.services import service_a_appeler
from espace_prive.famille.forms import CorrigerLeCourrielForm
from espace_prive.famille.models import Responsable
from espace_prive.ouverture import services
from espace_prive.ouverture.forms import CleForm, DemandeEspaceForm, InvitationForm
from espace_prive.ouverture.services import ajouter_cle

# The request that this browser has just sent: [number, address typed, when].
DEMANDE, CORRECTION = "demande_d_espace", timedelta(hours=1)
# The kind of link under which its secret waits while the page is shown (common.web.lien).
LIEN = "invitation"


@public
@require_http_methods(["GET", "POST"])
def sans_cle(request):
    """Ask for a space without a key. Never cached for everybody: each page has its own stamp."""
    form = DemandeEspaceForm(saisie(request))
    if request.method == "POST":
        try:
            if form.is_valid():
                demande = services.deposer(
                    numero=form.numero, adresse_internet=freins.adresse(request), **form.cleaned_data
                )
                request.session[DEMANDE] = [str(demande.numero), demande.email, clock.maintenant().isoformat()]
                return redirect("ouverture:demande_envoyee")
        except Refus as refus:
            form.add_error(None, refus)
        form.retamponner()
    contexte = {"form": form, "titre": "Demander mon espace sans clé", "service": service_a_appeler()}
    reponse = show(request, "ouverture/sans_cle.html", contexte)
    reponse["Cache-Control"] = "no-store"
    return reponse


def _a_l_instant(request):
    """The number and the address of the request that this browser has just sent; nothing after an hour."""
    numero, email, le = request.session.get(DEMANDE) or ("", "", "")
    if not numero or clock.maintenant() - datetime.fromisoformat(le) > CORRECTION:
        return "", ""
    return numero, email


@public
@require_http_methods(["GET", "POST"])
def demande_envoyee(request):
    """Say that an agent will answer, and where; a mistyped address is corrected on the spot."""
    numero, email = _a_l_instant(request)
    form = CorrigerLeCourrielForm(saisie(request))
    if request.method == "POST" and not numero:
        return redirect("ouverture:demande_envoyee")
    if request.method == "POST" and form.is_valid():
        try:
            demande = services.corriger_courriel(numero, form.cleaned_data["email"])
        except Refus as refus:
            form.add_error("email", refus)
        else:
            request.session[DEMANDE] = [numero, demande.email, request.session[DEMANDE][2]]
            messages.success(request, "L’adresse est corrigée. La réponse y partira.")
            return redirect("ouverture:demande_envoyee")
    contexte = {"titre": "Votre demande est envoyée", "service": service_a_appeler(), "email": email, "form": form}
    reponse = show(request, "ouverture/demande_envoyee.html", contexte)
    reponse["Cache-Control"] = "no-store"
    return reponse


@public
@require_GET
def suivre_invitation(request, secret):
    """Put the secret of the link aside and go to a page whose address holds none."""
    return lien.poser(redirect("ouverture:invitation"), LIEN, secret)


@public
@sensitive_post_parameters("mot_de_passe", "confirmation")
@require_http_methods(["GET", "POST"])
def invitation(request):
    secret = lien.lire(request, LIEN)
    try:
        invitation = services.lire_invitation(secret, adresse=freins.adresse(request))
    except Refus as refus:
        contexte = {"titre": "Cette invitation n’est plus valable", "refus": refus, "service": service_a_appeler()}
        return render(request, "ouverture/invitation_perimee.html", contexte, status=410)
    responsable = invitation.responsable
    form = InvitationForm(saisie(request), responsable=responsable)

    def accepter():
        d = form.cleaned_data
        services.accepter_invitation(secret, identifiant=d["identifiant"], mot_de_passe=d["mot_de_passe"])
        messages.success(request, "Votre espace est ouvert. Connectez-vous avec l’identifiant choisi.")
        return lien.oublier(redirect("comptes:connexion"), LIEN)

    return form_page(
        request, form, template="ouverture/invitation.html", titre="Ouvrez votre espace", invitation=invitation,
        action=accepter, vers="comptes:connexion",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def mes_cles(request):
    """« Mes clés » : service by service, what was used; one more can be typed."""
    responsable = get_object_or_404(Responsable, utilisateur=request.user)
    form = CleForm(saisie(request))
    fait, ligne = attempt(
        request, form,
        lambda: ajouter_cle(responsable, form.cleaned_data["cle"], par=request.user, adresse=freins.adresse(request)),
    )  # fmt: skip
    if fait:
        quoi = ligne.service or "votre dossier"
        messages.success(request, f"La clé est enregistrée : votre espace est relié à {quoi}.")
        return redirect("ouverture:mes_cles")
    utilisees = {c.service_id: c for c in responsable.cles.filter(utilisee_le__isnull=False).order_by("utilisee_le")}
    contexte = {
        "titre": "Mes clés",
        "chapeau": "Une clé relie votre espace au dossier qu’un service tient pour vous.",
        "form": form,
        "dossier": utilisees.get(None),
        "services": [(service, utilisees.get(service.pk)) for service in Service.objects.all()],
        "fil": [Lien(titre="Mon accueil", url="/espace/"), Lien(titre="Mes clés")],
    }
    return show(request, "ouverture/mes_cles.html", contexte)
