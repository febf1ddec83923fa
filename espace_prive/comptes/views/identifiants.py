"""« Mes identifiants »: the e-mail address, the identifiant, the password, each with the present password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.components.affichage import Lien, LigneFiche
from common.errors import Refus
from common.web import lien
from common.web.forms import button, form_page, saisie
from common.web.http import public
from common.words.typo import pluriel
from espace_prive.comptes import services, tokens
from espace_prive.comptes.forms import ChangerMotDePasseForm, CourrielForm, IdentifiantForm
from espace_prive.comptes.views.connexion import ESPACE, LIEN


def fil(titre=""):
    debut = [Lien(titre="Mon accueil", url=ESPACE)]
    if not titre:
        return [*debut, Lien(titre="Mes identifiants")]
    return [*debut, Lien(titre="Mes identifiants", url=reverse("comptes:mes_identifiants")), Lien(titre=titre)]


def ligne(libelle, valeur, nom, action="Modifier"):
    return LigneFiche(libelle=libelle, valeur=valeur, url=reverse(nom), action=action)


@require_GET
def mes_identifiants(request):
    """How one signs in, and what protects it."""
    personne = request.user
    restants = services.codes_restants(personne) if personne.second_facteur else 0
    ouvertes = len(services.sessions_de(personne))
    protection = f"Actif, {restants} code{pluriel(restants)} de secours" if personne.second_facteur else "Aucun"
    contexte = {
        "titre": "Mes identifiants",
        "fil": fil(),
        "identifiants": [
            ligne("Adresse électronique", personne.email, "comptes:courriel"),
            ligne("Identifiant", personne.identifiant, "comptes:identifiant"),
            ligne("Mot de passe", "Connu de vous seul", "comptes:mot_de_passe"),
        ],
        "protection": [
            ligne("Second facteur", protection, "comptes:protection", "Gérer"),
            ligne("Appareils connectés", f"{ouvertes} appareil{pluriel(ouvertes)}", "comptes:appareils", "Voir"),
        ],
        "changement": services.changement_en_cours(personne),
    }
    return render(request, "comptes/mes_identifiants.html", contexte)


def _changer(request, form, *, titre, **options):
    """Show a form of these pages, and come back to them."""
    return form_page(request, form, titre=titre, fil=fil(titre), vers="comptes:mes_identifiants", **options)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def mot_de_passe(request):
    form = ChangerMotDePasseForm(saisie(request), utilisateur=request.user)

    def changer():
        d = form.cleaned_data
        services.changer_mot_de_passe(
            request.user, d["mot_de_passe"], actuel=d["actuel"], session=request.session.session_key
        )
        update_session_auth_hash(request, request.user)

    return _changer(
        request, form, action=changer, template="comptes/changer_mot_de_passe.html",
        titre="Changer mon mot de passe", succes="Votre nouveau mot de passe est enregistré.",
    )  # fmt: skip


@sensitive_post_parameters("actuel")
@require_http_methods(["GET", "POST"])
def identifiant(request):
    form = IdentifiantForm(saisie(request))
    return _changer(
        request, form, template="comptes/changer_identifiant.html",
        action=lambda: services.changer_identifiant(
            request.user, form.cleaned_data["identifiant"], mot_de_passe=form.cleaned_data["actuel"]
        ),
        titre="Changer mon identifiant", succes="Votre nouvel identifiant est enregistré.",
    )  # fmt: skip


@sensitive_post_parameters("actuel")
@require_http_methods(["GET", "POST"])
def courriel(request):
    en_cours = services.changement_en_cours(request.user)
    form = CourrielForm(saisie(request), initial={"version": en_cours.pk if en_cours else 0})

    def changer():
        d = form.cleaned_data
        services.demander_courriel(request.user, d["email"], mot_de_passe=d["actuel"], connu=d["version"])

    return _changer(
        request, form, action=changer, template="comptes/changer_courriel.html",
        titre="Changer mon adresse électronique", en_cours=en_cours,
        succes="Deux courriels viennent de partir, à votre nouvelle adresse et à l’actuelle.",
    )  # fmt: skip


@require_POST
def annuler_courriel(request):
    return button(
        request, lambda: services.annuler_courriel(request.user), vers="comptes:mes_identifiants",
        succes="Le changement d’adresse est annulé. Rien n’a changé.",
    )  # fmt: skip


@public
@require_GET
def suivre(request, jeton, *, cote):
    """Put the token of a link aside and go to a page whose address has none."""
    return lien.poser(redirect(f"comptes:confirmer_{cote}"), cote, jeton)


def _perime(request):
    return render(request, "comptes/courriel_perime.html", {"titre": "Ce lien n’est plus valable"}, status=410)


@public
@require_http_methods(["GET", "POST"])
def confirmer_nouvelle(request):
    """From the new address: the button confirms, so that a program that opens links confirms nothing."""
    jeton = lien.lire(request, "nouvelle")
    changement = services.lire_changement(jeton, cote="nouvelle")
    return _repondre(request, changement, jeton, cote="nouvelle", titre="Confirmez votre nouvelle adresse")


@public
@require_http_methods(["GET", "POST"])
def confirmer_ancienne(request):
    """From the present address: « c’est bien moi », or « ce n’est pas moi »."""
    jeton = lien.lire(request, "ancienne")
    changement = services.lire_changement(jeton, cote="ancienne")
    if changement and request.method == "POST" and request.POST.get("reponse") == "non":
        return _contester(request, jeton)
    return _repondre(request, changement, jeton, cote="ancienne", titre="Est-ce bien vous ?")


def _repondre(request, changement, jeton, *, cote, titre):
    if changement and request.method == "POST":
        try:
            changement = services.dire_oui(jeton, cote=cote)
        except Refus:
            return _perime(request)
        contexte = {"titre": "C’est noté", "changement": changement, "cote": cote}
        return lien.oublier(render(request, "comptes/courriel_repondu.html", contexte), cote)
    if changement is None:
        return _perime(request)
    return render(request, f"comptes/courriel_{cote}.html", {"titre": titre, "changement": changement})


def _contester(request, jeton):
    """Stop everything, and have the owner of the address choose a new password at once."""
    try:
        utilisateur = services.contester_courriel(jeton)
    except Refus:
        return _perime(request)
    request.session.flush()
    messages.success(request, "Rien n’a changé, et tous les appareils sont déconnectés. Choisissez un mot de passe.")
    reponse = redirect("comptes:choisir_mot_de_passe", uid=services.uid(utilisateur))
    return lien.poser(reponse, LIEN, tokens.mot_de_passe.make_token(utilisateur))
