"""Signing in and out, links of the mails, passwords."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import DEVICE_ID_SESSION_KEY

from common.errors import Refus
from common.web import freins, lien
from common.web.forms import attempt, saisie, show
from common.web.http import public
from common.words.saisie import lire_texte
from espace_prive.comptes import cookie, rules, services, tokens
from espace_prive.comptes.forms import ConnexionForm, NomForm, NouveauMotDePasseForm
from espace_prive.comptes.middleware import personne_a_verifier
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.sessions import ACCES, acces

ESPACE = "/espace/"
MOTEUR = settings.AUTHENTICATION_BACKENDS[0]
# The kind of link under which its token waits while the page is shown (common.web.lien).
LIEN = "compte"


def suite_sure(request, defaut=ESPACE):
    """Where the person wanted to go, if it is on this site: else ``defaut``."""
    suite = lire_texte(request.POST.get("next") or request.GET.get("next"), longueur=2000)
    sur = url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    # A bare word is no address: Django would look for a view of that name.
    return suite if sur and suite.startswith("/") else defaut


def vers_le_code(suite):
    """Go to the second factor's code, then where the person wanted to go."""
    return redirect(f"{reverse('comptes:second_facteur')}?{urlencode({'next': suite})}")


def agent_du_navigateur(request):
    """The User-Agent, bounded."""
    return request.headers.get("User-Agent", "")[:500]


def _entrer(request, utilisateur, suite, *, secret=""):
    """Open the session under a new key; the staff, and any account with a second factor, still owe its code."""
    precedente, secret = utilisateur.last_login, secret or cookie.lire_ou_tirer(request)
    login(request, utilisateur, backend=MOTEUR)
    appareil, connu = services.noter_connexion(
        utilisateur, precedente=precedente, secret=secret, agent=agent_du_navigateur(request)
    )
    repos, duree = rules.regime(personnel=utilisateur.is_staff, connu=connu)
    request.session[ACCES] = acces(appareil=appareil.pk, repos=repos, duree=duree)
    if utilisateur.is_staff:
        return cookie.poser(vers_le_code("/gestion/" if suite == ESPACE else suite), secret)
    if utilisateur.second_facteur:
        if not services.est_de_confiance(appareil):
            return cookie.poser(vers_le_code(suite), secret)
        request.session[DEVICE_ID_SESSION_KEY] = services.appareil_de(utilisateur).persistent_id
    return cookie.poser(redirect(suite), secret)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def connexion(request):
    suite, refus = suite_sure(request), None
    if request.user.is_authenticated:
        return redirect(suite)
    if personne_a_verifier(request) and request.method == "GET":
        return vers_le_code(suite)
    form = ConnexionForm(saisie(request))
    if request.method == "POST" and form.is_valid():
        nom, mot_de_passe = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            utilisateur = services.reconnaitre(
                nom, mot_de_passe, adresse=freins.adresse(request), secret=cookie.lire(request)
            )
        except Refus as erreur:
            refus = erreur
            form.add_error(None, erreur)
        else:
            return _entrer(request, utilisateur, suite)
    contexte = {"form": form, "suite": suite if suite != ESPACE else "", "titre": "Connexion"}
    finie = settings.SESSION_COOKIE_NAME in request.COOKIES and request.method == "GET" and suite != ESPACE
    contexte |= {"gardee": settings.SAISIE_COOKIE_NAME in request.COOKIES, "finie": finie}
    contexte["a_activer"] = form.cleaned_data["username"] if refus and refus.code == "a_activer" else ""
    reponse = show(request, "comptes/connexion.html", contexte)
    if refus and refus.code == "frein":
        reponse.status_code = 429
    return reponse


@public
@require_POST
def deconnexion(request):
    """Sign out, and have the browser clear the private pages it stored."""
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    reponse = redirect(settings.LOGOUT_REDIRECT_URL)
    reponse["Clear-Site-Data"] = '"cache", "storage"'
    return reponse


def _demander_lien(request, *, service, gabarit, titre):
    """Ask for a name, and answer the same thing whoever it is."""
    form = NomForm(saisie(request))
    fait, _ = attempt(request, form, lambda: service(form.cleaned_data["nom"], adresse=freins.adresse(request)))
    if fait:
        return render(request, "comptes/lien_envoye.html", {"titre": "Regardez vos courriels"})
    return show(request, gabarit, {"form": form, "titre": titre})


@public
@require_http_methods(["GET", "POST"])
def mot_de_passe_oublie(request):
    return _demander_lien(
        request,
        service=services.demander_mot_de_passe,
        gabarit="comptes/mot_de_passe_oublie.html",
        titre="J’ai oublié mon mot de passe",
    )


@public
@require_http_methods(["GET", "POST"])
def renvoyer_activation(request):
    return _demander_lien(
        request,
        service=services.demander_activation,
        gabarit="comptes/renvoyer_activation.html",
        titre="Recevoir un nouveau lien d’activation",
    )


@public
@require_http_methods(["GET"])
def suivre_lien(request, uid, jeton, *, etape):
    """Put the token of a link aside and go to a page whose address has none: no referrer, no history tells it."""
    return lien.poser(redirect(etape, uid=uid), LIEN, jeton)


@public
@sensitive_post_parameters("mot_de_passe", "confirmation")
@require_http_methods(["GET", "POST"])
def nouveau_mot_de_passe(request, uid):
    utilisateur, jeton = services.lire_uid(uid), lien.lire(request, LIEN)
    if utilisateur is None or not (utilisateur.is_active and tokens.mot_de_passe.check_token(utilisateur, jeton)):
        return _perime(request, "comptes:mot_de_passe_oublie", "J’ai oublié mon mot de passe")
    form = NouveauMotDePasseForm(saisie(request), utilisateur=utilisateur)
    if request.method == "POST" and form.is_valid():
        try:
            services.choisir_mot_de_passe(utilisateur, form.cleaned_data["mot_de_passe"], jeton=jeton)
        except Refus:
            return _perime(request, "comptes:mot_de_passe_oublie", "J’ai oublié mon mot de passe")
        messages.success(request, "Votre nouveau mot de passe est enregistré.")
        # Whoever read the mail is no stranger: this browser is one of the person's, whatever others try meanwhile.
        secret = cookie.lire_ou_tirer(request)
        services.adopter(utilisateur, secret=secret, agent=agent_du_navigateur(request))
        return _entrer_par_le_lien(request, utilisateur, secret)
    contexte = {"form": form, "utilisateur": utilisateur, "titre": "Choisissez un nouveau mot de passe"}
    return show(request, "comptes/nouveau_mot_de_passe.html", contexte)


@public
@require_http_methods(["GET", "POST"])
def activer(request, uid):
    """Activate the account: the button does it, so that a program that opens the links of mails spends nothing."""
    utilisateur, jeton = services.lire_uid(uid), lien.lire(request, LIEN)
    valable = utilisateur and utilisateur.a_activer and tokens.activation.check_token(utilisateur, jeton)
    if valable and request.method == "POST":
        try:
            services.activer(utilisateur, jeton)
        except Refus:
            valable = False
        else:
            messages.success(request, "Votre espace est activé.")
            return _entrer_par_le_lien(request, utilisateur, cookie.lire_ou_tirer(request))
    if not valable:
        return _perime(request, "comptes:renvoyer_activation", "Recevoir un nouveau lien d’activation")
    return render(request, "comptes/activer.html", {"utilisateur": utilisateur, "titre": "Activez votre espace"})


def _entrer_par_le_lien(request, utilisateur, secret):
    """Sign in whoever followed the link of their own mail; whoever was signed in here before leaves first."""
    if request.user.is_authenticated and request.user.pk != utilisateur.pk:
        logout(request)
    reponse = _entrer(request, Utilisateur.objects.get(pk=utilisateur.pk), ESPACE, secret=secret)
    return lien.oublier(reponse, LIEN)


def _perime(request, nouvelle_demande, action):
    """Say that a link is spent or too old, and how to get another."""
    contexte = {"form": NomForm(), "demande": reverse(nouvelle_demande), "action": action}
    contexte["titre"] = "Ce lien n’est plus valable"
    return render(request, "comptes/lien_perime.html", contexte, status=410)
