"""The surcharges, for agents: what they add, to whom, since when; said before it is written."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.forms import Formulaire
from common.staff.forms import checked_page
from common.web.forms import saisie
from common.web.http import agent_requis
from factures.tarifs import services
from factures.tarifs.agents.forms import MajorationForm
from factures.tarifs.agents.views import LIRE, MODIFIER
from factures.tarifs.extensions import facturee_jusquau
from factures.tarifs.models import Majoration
from factures.tarifs.reading import annoncer, annoncer_retrait, dire

TITRE = "Majorations"


@agent_requis(LIRE)
@require_GET
def liste(request):
    """In force and to come first, then past; by activity."""
    jour = clock.aujourdhui()
    toutes = Majoration.objects.select_related("activite").order_by("activite__tri", "activite", "nature", "-du")
    vues = [
        {
            "majoration": m, "phrase": dire(m), "terminee": m.au is not None and m.au < jour, "a_venir": m.du > jour,
            "facturee": facturee_jusquau(m),
        }
        for m in toutes
    ]  # fmt: skip
    vues.sort(key=lambda vue: vue["terminee"])
    contexte = {"titre": TITRE, "vues": vues, "peut_modifier": request.user.has_perm(MODIFIER)}
    return render(request, "tarifs/agents/majorations.html", contexte)


def _ecrire(request, form, *, avant=None, titre, succes):
    """Say what it changes for families, then write it. What is refused is said before anything is announced."""

    def dites():
        majoration = form.instance
        if avant is not None and (non := services.refuser_changement(avant, majoration)):
            raise forms.ValidationError(non.phrase, code=non.code)
        majoration.full_clean()
        return annoncer(majoration, avant=avant)

    return checked_page(
        request, form, annoncer=dites, titre=titre, retour=reverse("majorations"), icone="tag", succes=succes,
        action=lambda: services.ecrire_majoration(form.instance, par=request.user),
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def creer(request):
    form = MajorationForm(saisie(request))
    return _ecrire(request, form, titre="Nouvelle majoration", succes="La majoration est enregistrée.")


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier(request, pk):
    avant = get_object_or_404(Majoration.objects.select_related("activite"), pk=pk)
    form = MajorationForm(saisie(request), instance=get_object_or_404(Majoration, pk=pk))
    return _ecrire(request, form, avant=avant, titre=f"Modifier : {avant}", succes="La majoration est modifiée.")


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def supprimer(request, pk):
    """Withdraw a surcharge that has billed nothing: first what that changes."""
    majoration = get_object_or_404(Majoration.objects.select_related("activite"), pk=pk)

    def dites():
        if non := services.refuser_changement(majoration, None):
            raise forms.ValidationError(non.phrase, code=non.code)
        return annoncer_retrait(majoration)

    return checked_page(
        request, Formulaire(saisie(request)), annoncer=dites, titre=f"Supprimer : {majoration}",
        chapeau=f"{dire(majoration)} Vérifiez d’abord ce que sa suppression change.", bouton="Supprimer la majoration",
        retour=reverse("majorations"), icone="tag", succes="La majoration est supprimée.",
        action=lambda: services.supprimer_majoration(majoration, par=request.user),
    )  # fmt: skip
