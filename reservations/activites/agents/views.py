"""The agents register a child for an activity, and end a registration, from the family file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.forms import Formulaire
from common.words import typo
from commune.models import Lieu
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.agents.section import MODIFIER
from reservations.activites.models import Activite, Inscription
from reservations.activites.services.inscriptions import inscrire, terminer
from reservations.activites.services.places import lieux_ouverts


def _date(libelle, **options):
    return forms.DateField(label=libelle, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class InscrireForm(Formulaire):
    """A registration: what, where, who pays, from when."""

    activite = forms.ModelChoiceField(label="Activité", queryset=Activite.objects.reservables(), empty_label=None)
    lieu = forms.ModelChoiceField(
        label="Lieu", queryset=Lieu.objects.none(), help_text="Les lieux où des jours sont ouverts aux réservations."
    )
    payeur = forms.ModelChoiceField(label="Payeur", queryset=Payeur.objects.none(), empty_label=None)
    du = _date("À partir du")
    au = _date("Jusqu’au", required=False, help_text="Vide : jusqu’à ce que l’inscription soit arrêtée.")

    # The field that each refusal of the service is about.
    CHAMPS = {"payeur": "payeur", "lieu": "lieu", "dates": "au"}

    def __init__(self, *args, enfant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lieu"].queryset = self._lieux()
        self.fields["payeur"].queryset = (
            Payeur.objects.filter(Q(foyer__rattachements__enfant=enfant) | Q(foyer__isnull=True))
            .select_related("foyer")
            .distinct()
        )

    @staticmethod
    def _lieux():
        """Give the places open for some activity; the service judges the pair."""
        ouverts = {lieu.pk for activite in Activite.objects.reservables() for lieu in lieux_ouverts(activite)}
        return Lieu.objects.filter(pk__in=ouverts)


class TerminerForm(Formulaire):
    """The last day of a registration."""

    au = _date("Dernier jour")
    motif = forms.CharField(label="Motif", max_length=300, required=False)


def _faire(form, action):
    """Do ``action``; a refusal goes beside its field. Tell whether it was done."""
    try:
        action()
    except ValidationError as erreur:
        champ = getattr(form, "CHAMPS", {}).get(getattr(erreur, "code", None))
        for phrase in erreur.messages:
            form.add_error(champ, phrase)
        return False
    return True


def _montrer(request, form, *, titre, foyer, bouton):
    contexte = {"titre": titre, "form": form, "bouton": bouton}
    contexte["retour"] = reverse("familles:dossier", args=[foyer.pk])
    return render(request, "famille/agents/formulaire.html", contexte)


def _restaurant(enfant):
    """Give the restaurant of the child's school, or of the one of the coming year; None when it is not one."""
    derniere = enfant.scolarites.filter(annee__au__gte=clock.aujourdhui()).order_by("annee__du")
    scolarite = derniere.select_related("ecole").first()
    return scolarite.ecole.restaurant_id if scolarite else None


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def nouvelle_inscription(request, foyer_pk, enfant_pk):
    """Register a child of the household for an activity."""
    foyer = portee.lire(request.user, foyer_pk)
    enfant = get_object_or_404(Enfant.objects.filter(rattachements__foyer=foyer).distinct(), pk=enfant_pk)
    initial = {
        "payeur": Payeur.objects.filter(foyer=foyer).first(),
        "lieu": _restaurant(enfant),
        "du": clock.aujourdhui(),
    }
    form = InscrireForm(request.POST if request.method == "POST" else None, enfant=enfant, initial=initial)
    if request.method == "POST" and form.is_valid():
        donnees = dict(form.cleaned_data)
        if _faire(form, lambda: inscrire(enfant, donnees.pop("activite"), par=request.user, **donnees)):
            messages.success(request, f"L’inscription {typo.de(enfant)} est enregistrée.")
            return redirect("familles:dossier", pk=foyer.pk)
    return _montrer(request, form, titre=f"Inscrire {enfant}", foyer=foyer, bouton="Inscrire")


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_inscription(request, foyer_pk, pk):
    """End a registration of a child of the household."""
    foyer = portee.lire(request.user, foyer_pk)
    inscription = get_object_or_404(
        Inscription.objects.select_related("enfant", "activite").filter(enfant__rattachements__foyer=foyer).distinct(),
        pk=pk,
    )
    form = TerminerForm(request.POST if request.method == "POST" else None, initial={"au": clock.aujourdhui()})
    if request.method == "POST" and form.is_valid():
        donnees = form.cleaned_data
        if _faire(form, lambda: terminer(inscription, au=donnees["au"], motif=donnees["motif"], par=request.user)):
            messages.success(request, "La fin de l’inscription est enregistrée.")
            return redirect("familles:dossier", pk=foyer.pk)
    titre = f"Arrêter l’inscription {typo.de(inscription.enfant)} : {inscription.activite}"
    return _montrer(request, form, titre=titre, foyer=foyer, bouton="Arrêter l’inscription")
