"""« Liens et foyers » of a child: who is what to it, where it lives, what a court decided; arrivals, departures."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.web.forms import saisie
from espace_prive.famille import services
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.agents import dossier as dossiers
from espace_prive.famille.agents.forms_liens import (
    AccesForm,
    AjouterLienForm,
    ArriveeForm,
    CorrigerLienForm,
    FinDeLienForm,
    FinDeRattachementForm,
    FinForm,
)
from espace_prive.famille.agents.views import MODIFIER, chercher, formulaire
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Rattachement
from espace_prive.famille.querysets import en_cours


def enfant_de(foyer, pk):
    """A child who lives, or lived, in the household; else 404."""
    return get_object_or_404(Enfant.objects.filter(rattachements__foyer=foyer).distinct(), pk=pk)


def _ici(request, pk, enfant_pk):
    foyer = portee.lire(request.user, pk)
    return foyer, enfant_de(foyer, enfant_pk)


def _lien(enfant, pk):
    return get_object_or_404(LienParental.objects.select_related("responsable"), pk=pk, enfant=enfant)


def _adresse(foyer, enfant):
    return reverse("familles:liens", args=[foyer.pk, enfant.pk])


@page_du_dossier(MODIFIER)
@require_GET
def liens(request, pk, enfant_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    contexte = {"titre": f"Liens et foyers – {enfant}", "foyer": foyer, "enfant": enfant}
    return render(request, "famille/agents/liens.html", contexte | dossiers.attaches(enfant))


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def ajouter_lien(request, pk, enfant_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    form = AjouterLienForm(
        saisie(request), adultes=dossiers.adultes_a_lier(enfant, foyer), version=enfant.version,
        initial={"du": clock.aujourdhui(), "autorite_parentale": True},
    )  # fmt: skip
    return formulaire(
        request, form, titre=f"Lier un adulte – {enfant}", foyer=foyer, retour=_adresse(foyer, enfant),
        succes="Le lien est enregistré.", bouton="Lier",
        action=lambda: services.ajouter_lien(enfant, par=request.user, **form.cleaned_data),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def corriger_lien(request, pk, enfant_pk, lien_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    lien = _lien(enfant, lien_pk)
    initial = {"qualite": lien.qualite, "autorite_parentale": lien.autorite_parentale}
    form = CorrigerLienForm(saisie(request), version=enfant.version, initial=initial)
    return formulaire(
        request, form, titre=f"Corriger le lien – {lien.responsable} et {enfant.prenom}", foyer=foyer,
        retour=_adresse(foyer, enfant), succes="Le lien est corrigé.",
        action=lambda: services.corriger_lien(lien, par=request.user, **form.cleaned_data),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_lien(request, pk, enfant_pk, lien_pk):
    """End a link at a date, or remove one typed by mistake."""
    foyer, enfant = _ici(request, pk, enfant_pk)
    lien = _lien(enfant, lien_pk)
    initial = {"au": lien.au or clock.aujourdhui()}
    form = FinDeLienForm(saisie(request), version=enfant.version, initial=initial)

    def action():
        donnees = dict(form.cleaned_data)
        if donnees.pop("par_erreur"):
            del donnees["au"]
            return services.effacer_lien(lien, par=request.user, **donnees)
        return services.terminer_lien(lien, par=request.user, **donnees)

    return formulaire(
        request, form, titre=f"Terminer le lien – {lien.responsable} et {enfant.prenom}", foyer=foyer,
        retour=_adresse(foyer, enfant), succes="C’est enregistré.", bouton="Terminer le lien", action=action,
        chapeau=f"Dès le lendemain du dernier jour, {lien.responsable} ne voit plus {enfant.prenom} dans son espace.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def acces(request, pk, enfant_pk, lien_pk):
    """Withdraw an adult's access to the child by court order, or give it back."""
    foyer, enfant = _ici(request, pk, enfant_pk)
    lien = _lien(enfant, lien_pk)
    retirer = not lien.restreint
    if request.method == "POST":
        # What the button said, not what the link has become since: a double click never undoes itself.
        retirer = request.POST.get("sens") == "retirer"
    form = AccesForm(saisie(request), version=enfant.version)
    adulte = lien.responsable
    if retirer:
        mots = {
            "titre": f"Retirer l’accès – {adulte} et {enfant.prenom}",
            "bouton": "Retirer l’accès",
            "succes": f"L’accès est retiré : {adulte} ne voit plus {enfant.prenom}.",
            "chapeau": f"Sur décision de justice. Aussitôt, {adulte} ne voit plus {enfant.prenom}, ni le foyer où "
            "l’enfant vit, ni ses factures, même en habitant à la même adresse. Le lien lui-même se garde.",
        }
    else:
        mots = {
            "titre": f"Rendre l’accès – {adulte} et {enfant.prenom}",
            "bouton": "Rendre l’accès",
            "succes": f"L’accès est rendu : {adulte} voit de nouveau {enfant.prenom}.",
            "chapeau": f"La décision de justice n’a plus cours : {adulte} verra de nouveau {enfant.prenom}.",
        }
    return formulaire(
        request, form, foyer=foyer, retour=_adresse(foyer, enfant),
        caches={"sens": "retirer" if retirer else "rendre"},
        action=lambda: services.restreindre(lien, restreint=retirer, par=request.user, **form.cleaned_data), **mots,
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_rattachement(request, pk, enfant_pk, rattachement_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    rattachement = get_object_or_404(Rattachement.objects.select_related("foyer"), pk=rattachement_pk, enfant=enfant)
    initial = {"au": rattachement.au or clock.aujourdhui()}
    form = FinDeRattachementForm(saisie(request), version=enfant.version, initial=initial)
    return formulaire(
        request, form, titre=f"Départ – {enfant}, {rattachement.foyer}", foyer=foyer,
        retour=_adresse(foyer, enfant), succes="Le départ est enregistré.", bouton="Enregistrer le départ",
        chapeau="Les liens parentaux ne changent pas. Un enfant sans foyer se retrouve par « Rattacher un enfant déjà "
        "connu ».",
        action=lambda: services.terminer_rattachement(rattachement, par=request.user, **form.cleaned_data),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_appartenance(request, pk, appartenance_pk):
    foyer = portee.lire(request.user, pk)
    appartenance = get_object_or_404(
        Appartenance.objects.select_related("responsable"), pk=appartenance_pk, foyer=foyer
    )
    adulte = appartenance.responsable
    form = FinForm(saisie(request), version=adulte.version, initial={"au": appartenance.au or clock.aujourdhui()})
    return formulaire(
        request, form, titre=f"Départ – {adulte}", foyer=foyer, bouton="Enregistrer le départ",
        succes="Le départ est enregistré.",
        chapeau=f"Dès le lendemain, {adulte} ne voit plus ce foyer ni ses factures. Ses liens avec les enfants ne "
        "changent pas : terminez-les depuis « Liens et foyers » de chaque enfant s’il le faut.",
        action=lambda: services.terminer_appartenance(appartenance, par=request.user, **form.cleaned_data),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_GET
def chercher_responsable(request, pk):
    """Find an adult who is already known, and lives in no household now: a person has one record."""
    foyer = portee.lire(request.user, pk)
    q = chercher(request)
    loges = Appartenance.objects.filter(en_cours()).values("responsable")
    trouves = portee.responsables(request.user).recherche(q).exclude(pk__in=loges).exclude(utilisateur__is_staff=True)
    contexte = {"titre": "Un adulte déjà connu", "foyer": foyer, "q": q, "adultes": trouves[:20] if q.strip() else []}
    return render(request, "famille/agents/chercher_responsable.html", contexte)


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def rejoindre(request, pk, responsable_pk):
    foyer = portee.lire(request.user, pk)
    adulte = get_object_or_404(portee.responsables(request.user), pk=responsable_pk)
    form = ArriveeForm(saisie(request), initial={"du": clock.aujourdhui()})
    return formulaire(
        request, form, titre=f"Arrivée – {adulte}", foyer=foyer, bouton="Enregistrer l’arrivée",
        succes=f"{adulte} vit dans ce foyer. Dites maintenant qui est l’adulte pour chaque enfant : « Liens et "
        "foyers ».",
        action=lambda: services.rejoindre(adulte, foyer, par=request.user, **form.cleaned_data),
    )  # fmt: skip
