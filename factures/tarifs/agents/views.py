"""The grids, for agents: which price applies since when, by which deliberation; and the next versions."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.staff.forms import button, form_page
from common.web.forms import attempt, saisie, show
from common.web.http import agent_requis
from common.words.typo import date_simple
from factures.tarifs import services
from factures.tarifs.affichage import afficher
from factures.tarifs.agents.forms import GrilleForm
from factures.tarifs.models import Grille

LIRE, CREER, MODIFIER = "tarifs.view_grille", "tarifs.add_grille", "tarifs.change_grille"


@agent_requis(LIRE)
@require_GET
def grilles(request):
    """In force first, then to come, then past."""
    jour = clock.aujourdhui()
    toutes = Grille.objects.select_related("formule__activite").prefetch_related("tranches")
    vues = []
    for grille in toutes.order_by("formule__activite__tri", "formule__tri", "pour", "-du"):
        terminee = grille.au is not None and grille.au < jour
        vues.append({"grille": grille, "affichee": afficher(grille, jour=jour), "terminee": terminee})
    vues.sort(key=lambda vue: (vue["terminee"], vue["affichee"].a_venir))
    contexte = {
        "titre": "Grilles tarifaires",
        "vues": vues,
        "peut_creer": request.user.has_perm(CREER),
        "peut_modifier": request.user.has_perm(MODIFIER),
    }
    return render(request, "tarifs/agents/grilles.html", contexte)


def _formulaire(request, form, *, titre, ecrire, succes, note=""):
    """Show the form; on demand preview the grid that it makes; else write it. A refusal loses nothing typed."""
    contexte = {"template": "tarifs/agents/formulaire.html", "retour": reverse("grilles_tarifaires"), "note": note}
    if "apercu" in request.POST:
        _, apercu = attempt(request, form, lambda: services.apercevoir(ecrire))
        return show(request, contexte.pop("template"), contexte | {"titre": titre, "form": form, "apercu": apercu})
    return form_page(request, form, titre=titre, action=ecrire, succes=succes, **contexte)


@agent_requis(CREER)
@require_http_methods(["GET", "POST"])
def creer(request):
    """The first grid of a formule, or that of the families from elsewhere."""
    form = GrilleForm(saisie(request))
    return _formulaire(
        request, form, titre="Nouvelle grille", succes="La grille est enregistrée.",
        ecrire=lambda: services.creer(cellules=form.cellules, par=request.user, **form.champs()),
    )  # fmt: skip


@agent_requis(CREER)
@require_http_methods(["GET", "POST"])
def nouvelle_version(request, pk):
    """What applies from a date: the grid in force ends the day before."""
    ancienne = get_object_or_404(Grille.objects.select_related("formule__activite"), pk=pk)
    form = GrilleForm(saisie(request), connue=ancienne, version=True)
    note = f"{ancienne.formule}. La grille actuelle s’arrêtera la veille."
    if ancienne.facturee_jusquau:
        note += (
            f" Elle a servi à facturer jusqu’au {date_simple(ancienne.facturee_jusquau)} : choisissez une date après."
        )
    return _formulaire(
        request, form, titre=f"Nouvelle version de « {ancienne.nom} »", note=note,
        succes="La nouvelle version est enregistrée. La précédente s’arrête la veille.",
        ecrire=lambda: services.nouvelle_version(
            ancienne, cellules=form.cellules, par=request.user, **form.champs()
        ),
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier(request, pk):
    grille = get_object_or_404(Grille.objects.select_related("formule__activite"), pk=pk)
    if grille.facturee_jusquau:
        messages.error(request, services.FIGEE)
        return redirect("grilles_tarifaires")
    form = GrilleForm(saisie(request), connue=grille)
    return _formulaire(
        request, form, titre=f"Modifier « {grille.nom} »", note=str(grille.formule), succes="La grille est modifiée.",
        ecrire=lambda: services.modifier(grille, cellules=form.cellules, par=request.user, **form.champs()),
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def supprimer(request, pk):
    """Withdraw a grid that has billed nothing, after a confirmation."""
    grille = get_object_or_404(Grille.objects.select_related("formule__activite"), pk=pk)
    if request.method == "POST":
        return button(
            request, lambda: services.supprimer(grille, par=request.user), vers="grilles_tarifaires",
            succes="La grille est supprimée. Celle qu’elle suivait continue.",
        )  # fmt: skip
    contexte = {"titre": f"Supprimer « {grille.nom} »", "grille": grille}
    return render(request, "tarifs/agents/supprimer.html", contexte)
