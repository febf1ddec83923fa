"""The second factor: its code at sign-in, the application set up, recovery codes, its removal."""

from base64 import b32encode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import DEVICE_ID_SESSION_KEY

from common.files import qr
from common.web.forms import form_page, saisie
from common.web.http import public
from espace_prive.comptes import services
from espace_prive.comptes.forms import AvecMotDePasse, CodeEtConfianceForm, CodeForm, PreuveForm, SecoursForm
from espace_prive.comptes.middleware import personne_a_verifier
from espace_prive.comptes.sessions import ACCES
from espace_prive.comptes.views.connexion import ESPACE, suite_sure, vers_le_code
from espace_prive.comptes.views.identifiants import fil

GESTION = "/gestion/"
TITRE = "Second facteur"


def appareil_de_la_session(request):
    """Id of the browser that opened this session; None when it did not say."""
    return request.session.get(ACCES, {}).get("appareil")


def _secret(appareil):
    """The secret as applications want it typed, four letters at a time."""
    lettres = b32encode(appareil.bin_key).decode().rstrip("=")
    return " ".join(lettres[i : i + 4] for i in range(0, len(lettres), 4))


def _a_installer(appareil):
    if appareil and not appareil.confirmed:
        lien = appareil.config_url
        return {"lien": lien, "qr": qr.svg(lien, nom="QR code"), "secret": _secret(appareil)}
    return {}


def _retenir(request, prouve):
    """Record in the session, under a new key, that the second factor is proved."""
    request.session.cycle_key()
    request.session[DEVICE_ID_SESSION_KEY] = prouve.persistent_id


def _montrer_les_codes(request, codes, suite):
    """Show the recovery codes, this once: they are stored nowhere in clear, not even in the session."""
    contexte = {"titre": "Vos codes de secours", "codes": codes, "suite": suite}
    return render(request, "comptes/codes_de_secours.html", contexte)


def _vers_la_connexion(suite):
    return redirect(f"{reverse('comptes:connexion')}?{urlencode({'next': suite})}")


def _activer(request, personne, form, suite):
    prouve, codes = services.activer_second_facteur(
        personne,
        form.cleaned_data["code"],
        appareil=appareil_de_la_session(request),
        session=request.session.session_key,
    )
    _retenir(request, prouve)
    return _montrer_les_codes(request, codes, suite)


@public
@require_http_methods(["GET", "POST"])
def second_facteur(request):
    """Ask for the application's code at sign-in; the staff, the first time, set the application up here."""
    personne = personne_a_verifier(request)
    suite = suite_sure(request, GESTION if personne and personne.is_staff else ESPACE)
    if personne is None:
        return _vers_la_connexion(suite)
    appareil = services.appareil_de(personne)
    if personne.is_verified() or not (personne.is_staff or (appareil and appareil.confirmed)):
        return redirect(suite)
    genre = CodeForm if personne.is_staff else CodeEtConfianceForm
    form = genre(saisie(request))
    suivre = _activer if appareil and not appareil.confirmed else _verifier
    return form_page(
        request, form, template="comptes/second_facteur.html", titre="Votre second facteur", vers=suite, suite=suite,
        appareil=appareil, action=lambda: suivre(request, personne, form, suite), **_a_installer(appareil),
    )  # fmt: skip


def _verifier(request, personne, form, suite):
    ou = appareil_de_la_session(request)
    prouve = services.verifier_second_facteur(personne, form.cleaned_data["code"], appareil=ou)
    if form.cleaned_data.get("confiance"):
        services.accorder_confiance(personne, ou)
    _retenir(request, prouve)
    return redirect(suite)


@public
@require_http_methods(["GET", "POST"])
def code_de_secours(request):
    """Sign in with a recovery code when the telephone is lost."""
    personne = personne_a_verifier(request)
    suite = suite_sure(request, GESTION if personne and personne.is_staff else ESPACE)
    if personne is None:
        return _vers_la_connexion(suite)
    if personne.is_verified() or not personne.second_facteur:
        return vers_le_code(suite)
    form = SecoursForm(saisie(request))
    return form_page(
        request, form, template="comptes/code_de_secours.html", titre="Entrer avec un code de secours", vers=suite,
        suite=suite, action=lambda: _verifier(request, personne, form, suite),
    )  # fmt: skip


@require_POST
def preparer_second_facteur(request):
    """Make the application's secret for a member of the staff, on demand."""
    if not request.user.is_staff:
        return redirect("comptes:protection")
    services.preparer_second_facteur(request.user)
    return vers_le_code(suite_sure(request, GESTION))


@sensitive_post_parameters("actuel")
@require_http_methods(["GET", "POST"])
def protection(request):
    """What protects the account besides the password; to begin, the password is asked again."""
    personne, appareil = request.user, services.appareil_de(request.user)
    form = AvecMotDePasse(saisie(request))
    contexte = {"titre": TITRE, "fil": fil(TITRE), "appareil": appareil}
    if personne.second_facteur:
        contexte |= {
            "restants": services.codes_restants(personne),
            "appareils": services.appareils_de_confiance(personne),
        }
    return form_page(
        request, form, template="comptes/protection.html", vers="comptes:installer_second_facteur",
        action=lambda: services.commencer_second_facteur(personne, mot_de_passe=form.cleaned_data["actuel"]),
        **contexte,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def installer_second_facteur(request):
    """Put the secret in the application and type its first code."""
    appareil = services.appareil_de(request.user)
    if appareil is None or appareil.confirmed:
        return redirect("comptes:protection")
    form, suite, titre = CodeForm(saisie(request)), reverse("comptes:protection"), "Installer l’application"
    return form_page(
        request, form, template="comptes/installer_second_facteur.html", titre=titre, fil=fil(titre), vers=suite,
        action=lambda: _activer(request, request.user, form, suite), **_a_installer(appareil),
    )  # fmt: skip


@require_POST
def abandonner_second_facteur(request):
    services.abandonner_second_facteur(request.user)
    return redirect("comptes:protection")


def avec_preuve(request, service, /, *, titre, fil, template="comptes/preuve.html", **options):
    """Ask for a fresh proof (the password, and a code of whoever has a second factor), then do what it allows."""
    form = PreuveForm(saisie(request))
    if not request.user.second_facteur:
        del form.fields["code"]

    def action():
        d = form.cleaned_data
        return service(mot_de_passe=d["actuel"], code=d.get("code", ""), appareil=appareil_de_la_session(request))

    options = {"vers": "comptes:protection"} | options
    return form_page(request, form, template=template, titre=titre, fil=fil, action=action, **options)


@sensitive_post_parameters("actuel", "code")
@require_http_methods(["GET", "POST"])
def renouveler_codes(request):
    if not request.user.second_facteur:
        return redirect("comptes:protection")
    titre = "De nouveaux codes de secours"

    def renouveler(**preuve):
        codes = services.renouveler_codes(request.user, **preuve)
        return _montrer_les_codes(request, codes, reverse("comptes:protection"))

    return avec_preuve(
        request, renouveler, titre=titre, fil=fil(titre),
        chapeau="Les codes de votre ancienne liste ne serviront plus.", bouton="Recevoir dix nouveaux codes",
        variante="principal",
    )  # fmt: skip


@sensitive_post_parameters("actuel", "code")
@require_http_methods(["GET", "POST"])
def retirer_le_mien(request):
    if not request.user.second_facteur:
        return redirect("comptes:protection")

    titre, chapeau = "Retirer le second facteur", "Votre mot de passe suffira de nouveau pour entrer."
    if request.user.is_staff:
        chapeau = "Vous préparerez une nouvelle application avant de revenir dans la gestion."

    def retirer(**preuve):
        services.retirer_mon_second_facteur(request.user, **preuve, session=request.session.session_key)

    return avec_preuve(
        request, retirer, titre=titre, fil=fil(titre), chapeau=chapeau, bouton=titre, variante="danger",
        succes="Le second facteur est retiré. Un courriel vous le confirme.",
    )  # fmt: skip
