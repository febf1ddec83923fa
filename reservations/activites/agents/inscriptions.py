"""The agents register children, change a registration, end it, and undo what they changed, from the family file."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.errors import Refus
from common.forms import Formulaire
from common.staff.forms import checked_page, form_page
from common.web.forms import saisie
from common.words import typo
from common.words.saisie import lire_entier
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.agents.forms_inscriptions import LAISSER, ArreterForm, InscrireForm, ModifierForm
from reservations.activites.agents.section import MODIFIER
from reservations.activites.models import ChangementDInscription, Inscription
from reservations.activites.services.changements import annoncer_changement, annoncer_retour, changer, defaire
from reservations.activites.services.inscriptions import inscrire_ensemble

AVEC = ("enfant", "activite__service", "lieu", "payeur__foyer")


def _dossier(foyer) -> str:
    return reverse("familles:dossier", args=[foyer.pk])


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def inscrire(request, foyer_pk):
    """Register one child or several, for one activity or several, at once."""
    foyer = portee.lire(request.user, foyer_pk)
    enfants = Enfant.objects.filter(rattachements__foyer=foyer).distinct()
    demande = lire_entier(request.GET.get("enfant"))
    initial = {
        "enfants": [e.pk for e in enfants if demande in (0, e.pk)],
        "payeur": Payeur.objects.filter(foyer=foyer).first(),
        "du": clock.aujourdhui(),
    }
    form = InscrireForm(saisie(request), enfants=enfants, initial=initial)
    return form_page(
        request, form, titre=f"Inscrire : {foyer}", bouton="Inscrire", template="activites/agents/inscrire.html",
        retour=_dossier(foyer), action=lambda: _inscrire(form, par=request.user), succes="C’est enregistré.",
    )  # fmt: skip


def _inscrire(form, *, par):
    try:
        return inscrire_ensemble(par=par, **form.demande)
    except Refus as refus:
        if refus.code in form.CHAMPS:
            raise
        # Beside the activity that it is about.
        raise ValidationError({form.champ_de(refus.activite): refus.phrase}) from None


def _inscription(request, foyer_pk, pk):
    foyer = portee.lire(request.user, foyer_pk)
    siennes = Inscription.objects.select_related(*AVEC).filter(enfant__rattachements__foyer=foyer).distinct()
    return foyer, get_object_or_404(siennes, pk=pk)


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier_inscription(request, foyer_pk, pk):
    foyer, inscription = _inscription(request, foyer_pk, pk)
    initial = {
        "lieu": inscription.lieu, "payeur": inscription.payeur, "du": inscription.du, "au": inscription.au,
        "depuis": max(clock.aujourdhui(), inscription.du), "sans_place": LAISSER,
    }  # fmt: skip
    form = ModifierForm(saisie(request), inscription=inscription, initial=initial)
    return _changer(request, form, foyer, titre="Modifier l’inscription", bouton="Modifier l’inscription")


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_inscription(request, foyer_pk, pk):
    foyer, inscription = _inscription(request, foyer_pk, pk)
    form = ArreterForm(saisie(request), inscription=inscription, initial={"au": clock.aujourdhui()})
    return _changer(request, form, foyer, titre="Arrêter l’inscription", bouton="Arrêter l’inscription")


def _changer(request, form, foyer, *, titre, bouton):
    i = form.inscription
    return checked_page(
        request, form, titre=f"{titre} {typo.de(i.enfant)} : {i.activite}", bouton=bouton, retour=_dossier(foyer),
        annoncer=lambda: annoncer_changement(form.changement),
        action=lambda: changer(form.changement, motif=form.cleaned_data["motif"], par=request.user),
        succes="C’est enregistré, et la famille est prévenue.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def defaire_changement(request, foyer_pk, pk):
    """Undo a change: what it gives back is said first."""
    foyer = portee.lire(request.user, foyer_pk)
    siens = ChangementDInscription.objects.select_related(
        "inscription__enfant", "inscription__activite__service", "lieu_avant", "lieu", "suite",
        "payeur_avant__foyer", "payeur__foyer",
    )  # fmt: skip
    ligne = get_object_or_404(siens, pk=pk)
    if not ligne.inscription.enfant.rattachements.filter(foyer=foyer).exists():
        raise Http404
    return checked_page(
        request, Formulaire(saisie(request)), titre=f"Annuler le changement : {ligne.inscription}",
        bouton="Revenir à l’inscription d’avant", retour=_dossier(foyer),
        chapeau=f"Changée le {typo.date_longue(ligne.le, annee=True)} : « {ligne.motif} ».",
        annoncer=lambda: annoncer_retour(ligne), action=lambda: defaire(ligne, par=request.user),
        succes="C’est comme avant, et la famille est prévenue.",
    )  # fmt: skip
