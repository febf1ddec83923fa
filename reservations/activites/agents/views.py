"""The agents register a child for an activity, and end a registration, from the family file."""

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.forms import Formulaire, JourField
from common.staff.forms import form_page
from common.web.forms import saisie
from common.words import typo
from commune.models import Lieu
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.agents.section import MODIFIER
from reservations.activites.models import Activite, Inscription
from reservations.activites.services.inscriptions import inscrire, terminer
from reservations.activites.services.places import lieux_ouverts


class InscrireForm(Formulaire):
    """A registration: what, where, who pays, from when."""

    activite = forms.ModelChoiceField(label="Activité", queryset=Activite.objects.reservables(), empty_label=None)
    lieu = forms.ModelChoiceField(
        label="Lieu", queryset=Lieu.objects.none(), help_text="Les lieux où des jours sont ouverts aux réservations."
    )
    payeur = forms.ModelChoiceField(label="Payeur", queryset=Payeur.objects.none(), empty_label=None)
    du = JourField(label="À partir du")
    au = JourField(label="Jusqu’au", required=False, help_text="Vide : jusqu’à ce que l’inscription soit arrêtée.")

    # The field that each refusal of the service is about.
    CHAMPS = {
        "payeur": "payeur", "lieu": "lieu", "dates": "au", "ecole": "activite", "niveau": "activite",
        "age": "activite", "commune": "payeur",
    }  # fmt: skip

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
        """The places open for some activity; the service judges the pair."""
        ouverts = {lieu.pk for activite in Activite.objects.reservables() for lieu in lieux_ouverts(activite)}
        return Lieu.objects.filter(pk__in=ouverts)


class TerminerForm(Formulaire):
    au = JourField(label="Dernier jour")
    motif = forms.CharField(label="Motif", max_length=300, required=False)

    CHAMPS = {"dates": "au"}


def _restaurant(enfant):
    """The restaurant of the child's school, or of next year's; None when there is none."""
    derniere = enfant.scolarites.filter(annee__au__gte=clock.aujourdhui()).order_by("annee__du")
    scolarite = derniere.select_related("ecole").first()
    return scolarite.ecole.restaurant_id if scolarite else None


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def nouvelle_inscription(request, foyer_pk, enfant_pk):
    foyer = portee.lire(request.user, foyer_pk)
    enfant = get_object_or_404(Enfant.objects.filter(rattachements__foyer=foyer).distinct(), pk=enfant_pk)
    initial = {
        "payeur": Payeur.objects.filter(foyer=foyer).first(),
        "lieu": _restaurant(enfant),
        "du": clock.aujourdhui(),
    }
    form = InscrireForm(saisie(request), enfant=enfant, initial=initial)
    return form_page(
        request, form, titre=f"Inscrire {enfant}", bouton="Inscrire",
        retour=reverse("familles:dossier", args=[foyer.pk]),
        action=lambda: inscrire(enfant, par=request.user, **form.cleaned_data),
        succes=f"L’inscription {typo.de(enfant)} est enregistrée.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def terminer_inscription(request, foyer_pk, pk):
    foyer = portee.lire(request.user, foyer_pk)
    inscription = get_object_or_404(
        Inscription.objects.select_related("enfant", "activite").filter(enfant__rattachements__foyer=foyer).distinct(),
        pk=pk,
    )
    form = TerminerForm(saisie(request), initial={"au": clock.aujourdhui()})
    return form_page(
        request, form, titre=f"Arrêter l’inscription {typo.de(inscription.enfant)} : {inscription.activite}",
        bouton="Arrêter l’inscription", retour=reverse("familles:dossier", args=[foyer.pk]),
        action=lambda: terminer(inscription, par=request.user, **form.cleaned_data),
        succes="La fin de l’inscription est enregistrée.",
    )  # fmt: skip
