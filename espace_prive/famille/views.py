"""Creating one's space, and the page of an adult of the household."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, freins, typo
from common.affichage import Lien, LigneFiche
from common.errors import Refus
from common.http import public
from commune.services import service_a_appeler
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille import services
from espace_prive.famille.forms import CourrielForm, CreerEspaceForm
from espace_prive.famille.models import Responsable

# What this browser has just created, for as long as one stays before the page: [account, address typed, when].
ESPACE_CREE, CORRECTION = "espace_cree", timedelta(hours=1)
ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


@public
@sensitive_post_parameters("mot_de_passe", "confirmation", "cle")
@require_http_methods(["GET", "POST"])
def creer_espace(request):
    """« Créer mon espace » with the key of the letter."""
    form = CreerEspaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        adresse, valide = freins.adresse(request), form.is_valid()
        try:
            if valide:
                cree = services.creer_espace(adresse_internet=adresse, **form.pour_le_service())
                request.session[ESPACE_CREE] = [cree.pk, cree.email, clock.maintenant().isoformat()]
                return redirect("famille:espace_cree")
            if form.cleaned_data.get("cle"):
                # Say at once what is wrong with the key too, and spare a second round.
                services.verifier_cle(form.cleaned_data["cle"], adresse=adresse)
        except Refus as refus:
            form.refuser(refus)
    contexte = {"form": form, "titre": "Créer mon espace", "service": service_a_appeler()}
    return render(request, "famille/creer_espace.html", contexte)


def _tout_neuf(request):
    """Give the account that this browser has just created and nobody has activated, and the address typed for it."""
    pk, email, le = request.session.get(ESPACE_CREE) or (None, "", "")
    if pk is None or clock.maintenant() - datetime.fromisoformat(le) > CORRECTION:
        return None, ""
    return Utilisateur.objects.filter(pk=pk, a_activer=True).first(), email


@public
@require_http_methods(["GET", "POST"])
def espace_cree(request):
    """Say where the activation mail has left to; who mistyped its address mends it on the spot."""
    neuf, email = _tout_neuf(request)
    form = CourrielForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and neuf is None:
        return redirect("famille:espace_cree")
    if request.method == "POST" and form.is_valid():
        try:
            services.corriger_courriel(neuf, form.cleaned_data["email"])
        except Refus as refus:
            form.add_error("email", refus)
        else:
            request.session[ESPACE_CREE] = [neuf.pk, form.cleaned_data["email"], request.session[ESPACE_CREE][2]]
            messages.success(request, "L’adresse est corrigée. Un nouveau lien vient de partir.")
            return redirect("famille:espace_cree")
    contexte = {"titre": "Il ne reste qu’à activer votre espace", "service": service_a_appeler(), "form": form}
    reponse = render(request, "famille/espace_cree.html", contexte | {"email": email if neuf else ""})
    reponse["Cache-Control"] = "no-store"
    return reponse


@require_GET
def responsable(request, pk):
    """An adult of the household: who, where, how to reach them."""
    personne = get_object_or_404(Responsable.objects.pour(request.user), pk=pk)
    pour = request.user.agit_pour
    soi = personne == pour if pour else personne.utilisateur_id == request.user.pk
    foyer = personne.foyer_actuel()
    coordonnees = [
        LigneFiche(libelle="Adresse", valeur=foyer.en_une_ligne if foyer else ""),
        LigneFiche(libelle="Téléphone mobile", valeur=typo.d_un_tenant(personne.mobile)),
        LigneFiche(libelle="Téléphone fixe", valeur=typo.d_un_tenant(personne.telephone)),
    ]
    identite = [LigneFiche(libelle="Civilité", valeur=personne.get_civilite_display())]
    identite += [LigneFiche(libelle="Nom usuel", valeur=personne.nom)]
    if soi:
        identite += [LigneFiche(libelle="Nom de naissance", valeur=personne.nom_naissance)]
        changer = reverse("dossier:changer", args=["coordonnees", personne.pk])
        coordonnees += [LigneFiche(libelle="Adresse électronique", valeur=personne.email)]
        coordonnees = [replace(ligne, url=changer) for ligne in coordonnees]
        if foyer:
            coordonnees[0] = replace(coordonnees[0], url=reverse("dossier:changer", args=["adresse", foyer.pk]))
    identite += [LigneFiche(libelle="Prénom(s)", valeur=personne.prenoms)]
    contexte = {
        "titre": "Mes coordonnées" if soi else str(personne),
        "personne": personne,
        "soi": soi,
        "identite": identite,
        "coordonnees": coordonnees,
        "liens": personne.liens_avec(request.user),
        "foyer": foyer,
        "service": service_a_appeler(),
        "fil": [ACCUEIL, Lien(titre=str(personne))],
    }
    return render(request, "famille/responsable.html", contexte)
