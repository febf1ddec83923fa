"""Signing in and out, links of the mails, passwords."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from common import freins
from common.affichage import Lien
from common.errors import Refus
from common.http import public
from common.saisie import lire_texte
from espace_prive.comptes import jetons, services
from espace_prive.comptes.forms import ChangerMotDePasseForm, ConnexionForm, NomForm, NouveauMotDePasseForm

ESPACE = "/espace/"
MOTEUR = settings.AUTHENTICATION_BACKENDS[0]
# Where a link's token waits while the page is shown, so that no address that is kept or sent holds it.
JETON_EN_SESSION = "jeton_du_lien"


def suite_sure(request, defaut=ESPACE):
    """Give where the person wanted to go, if it is on this site."""
    suite = lire_texte(request.POST.get("next") or request.GET.get("next"), longueur=2000)
    sur = url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    # A bare word is no address: Django would look for a view of that name.
    return suite if sur and suite.startswith("/") else defaut


def _entrer(request, utilisateur, suite):
    """Open the session under a new key; staff still owe their second factor."""
    precedente = utilisateur.last_login
    login(request, utilisateur, backend=MOTEUR)
    services.noter_connexion(utilisateur, precedente=precedente)
    if utilisateur.is_staff:
        suite = "/gestion/" if suite == ESPACE else suite
        return redirect(f"{reverse('comptes:second_facteur')}?{urlencode({'next': suite})}")
    return redirect(suite)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def connexion(request):
    """Sign in by identifiant or e-mail address."""
    suite, refus = suite_sure(request), None
    if request.user.is_authenticated:
        return redirect(suite)
    form = ConnexionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        nom, mot_de_passe = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            utilisateur = services.reconnaitre(nom, mot_de_passe, adresse=freins.adresse(request))
        except Refus as erreur:
            refus = erreur
            form.add_error(None, erreur)
        else:
            return _entrer(request, utilisateur, suite)
    contexte = {"form": form, "suite": suite if suite != ESPACE else "", "titre": "Connexion"}
    contexte["a_activer"] = form.cleaned_data["username"] if refus and refus.code == "a_activer" else ""
    return render(request, "comptes/connexion.html", contexte, status=429 if refus and refus.code == "frein" else 200)


@public
@require_POST
def deconnexion(request):
    """Sign out, and have the browser forget what it kept of the private pages."""
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    reponse = redirect(settings.LOGOUT_REDIRECT_URL)
    reponse["Clear-Site-Data"] = '"cache", "storage"'
    return reponse


def _demander_lien(request, *, service, gabarit, titre):
    """Ask who wants a link, and answer the same thing whoever it is."""
    form = NomForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service(form.cleaned_data["nom"], adresse=freins.adresse(request))
        except Refus as erreur:
            form.add_error(None, erreur)
        else:
            return render(request, "comptes/lien_envoye.html", {"titre": "Regardez vos courriels"})
    return render(request, gabarit, {"form": form, "titre": titre})


@public
@require_http_methods(["GET", "POST"])
def mot_de_passe_oublie(request):
    """Send the link to choose a new password, by identifiant or e-mail address."""
    return _demander_lien(
        request,
        service=services.demander_mot_de_passe,
        gabarit="comptes/mot_de_passe_oublie.html",
        titre="J’ai oublié mon mot de passe",
    )


@public
@require_http_methods(["GET", "POST"])
def renvoyer_activation(request):
    """Send the activation link again."""
    return _demander_lien(
        request,
        service=services.demander_activation,
        gabarit="comptes/renvoyer_activation.html",
        titre="Recevoir un nouveau lien d’activation",
    )


@public
@require_http_methods(["GET"])
def suivre_lien(request, uid, jeton, *, etape):
    """Put the token of a link aside and go to a page whose address holds none: no referrer, no history tells it."""
    request.session[JETON_EN_SESSION] = jeton
    return redirect(etape, uid=uid)


@public
@sensitive_post_parameters("mot_de_passe", "confirmation")
@require_http_methods(["GET", "POST"])
def nouveau_mot_de_passe(request, uid):
    """Choose a new password by the link of the mail."""
    utilisateur, jeton = services.lire_uid(uid), request.session.get(JETON_EN_SESSION, "")
    if utilisateur is None or not (utilisateur.is_active and jetons.mot_de_passe.check_token(utilisateur, jeton)):
        return _perime(request, "comptes:mot_de_passe_oublie", "J’ai oublié mon mot de passe")
    form = NouveauMotDePasseForm(request.POST if request.method == "POST" else None, utilisateur=utilisateur)
    if request.method == "POST" and form.is_valid():
        try:
            services.choisir_mot_de_passe(utilisateur, form.cleaned_data["mot_de_passe"], jeton=jeton)
        except Refus:
            return _perime(request, "comptes:mot_de_passe_oublie", "J’ai oublié mon mot de passe")
        request.session.pop(JETON_EN_SESSION, None)
        messages.success(request, "Votre nouveau mot de passe est enregistré. Connectez-vous.")
        return redirect("comptes:connexion")
    contexte = {"form": form, "utilisateur": utilisateur, "titre": "Choisissez un nouveau mot de passe"}
    return render(request, "comptes/nouveau_mot_de_passe.html", contexte)


@public
@require_http_methods(["GET", "POST"])
def activer(request, uid):
    """Activate the account: the button does it, so that a program that opens the link of a mail spends nothing."""
    utilisateur, jeton = services.lire_uid(uid), request.session.get(JETON_EN_SESSION, "")
    valable = utilisateur and utilisateur.a_activer and jetons.activation.check_token(utilisateur, jeton)
    if valable and request.method == "POST":
        try:
            services.activer(utilisateur, jeton)
        except Refus:
            valable = False
        else:
            request.session.pop(JETON_EN_SESSION, None)
            messages.success(
                request, "Votre espace est activé. Connectez-vous avec l’identifiant que vous avez choisi."
            )
            return redirect("comptes:connexion")
    if not valable:
        return _perime(request, "comptes:renvoyer_activation", "Recevoir un nouveau lien d’activation")
    return render(request, "comptes/activer.html", {"utilisateur": utilisateur, "titre": "Activez votre espace"})


def _perime(request, nouvelle_demande, action):
    """Say that a link is spent or too old, and how to get another."""
    contexte = {"form": NomForm(), "demande": reverse(nouvelle_demande), "action": action}
    contexte["titre"] = "Ce lien n’est plus valable"
    return render(request, "comptes/lien_perime.html", contexte, status=410)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def mes_identifiants(request):
    """Change one's password, with the present one."""
    form = ChangerMotDePasseForm(request.POST if request.method == "POST" else None, utilisateur=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.changer_mot_de_passe(
                request.user,
                form.cleaned_data["mot_de_passe"],
                actuel=form.cleaned_data["actuel"],
                adresse=freins.adresse(request),
            )
        except Refus as erreur:
            form.add_error("actuel", erreur)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "Votre nouveau mot de passe est enregistré.")
            return redirect("comptes:mes_identifiants")
    fil = [Lien(titre="Mon accueil", url=ESPACE), Lien(titre="Mes identifiants")]
    return render(request, "comptes/mes_identifiants.html", {"form": form, "titre": "Mes identifiants", "fil": fil})
