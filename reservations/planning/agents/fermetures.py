"""The agents' screens to close a day and to open it again: first who is concerned, then the confirmation."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, journal
from common.errors import Refus
from common.forms import Formulaire, JourField
from common.staff.forms import confirmed, mark
from common.web.http import agent_requis
from common.words import typo
from common.words.noms import cle_de_tri
from common.words.saisie import lire_entier, lire_jour
from commune.models import Lieu
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de, lieux_de, tenues
from reservations.planning.enums import Retour
from reservations.planning.models import Fermeture
from reservations.planning.services import (
    etudier_fermeture,
    etudier_reouverture,
    fermer_jour,
    refuser_reouverture,
    rouvrir,
    sans_courriel,
)

PERMISSION = "activites.fermer_jour"
# The list shows the closings of the last weeks and all those to come.
RECENTES = timedelta(days=30)


class FermetureForm(Formulaire):
    """Which activity, where, when, why."""

    activite = forms.ModelChoiceField(label="Activité", queryset=Activite.objects.none(), empty_label=None)
    lieux = forms.ModelMultipleChoiceField(
        label="Lieux",
        queryset=Lieu.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un lieu."},
    )
    jour = JourField(
        label="Jour",
        error_messages={"required": "Choisissez le jour à fermer.", "invalid": "Cette date n’existe pas."},
    )
    motif = forms.CharField(
        label="Raison",
        max_length=140,
        help_text="Les familles la lisent : « Grève », « Travaux », « Intempéries »…",
        error_messages={"required": "Dites pourquoi le jour est fermé : les familles le liront."},
    )

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.agent = agent
        siennes = activites_de(agent).reservables()
        self.fields["activite"].queryset = siennes
        self.fields["lieux"].queryset = _lieux_tenus(agent, siennes)

    def clean(self):
        """Refuse a place that the agent does not keep for this activity."""
        donnees = super().clean()
        if (activite := donnees.get("activite")) and (lieux := donnees.get("lieux")):
            siens = lieux_de(self.agent, activite)
            if siens is not None and any(lieu.pk not in siens for lieu in lieux):
                self.add_error("lieux", "Vous ne tenez pas ce lieu pour cette activité : demandez au service.")
        return donnees


def _lieux_tenus(agent, activites):
    """Give the places, with something open one day, of these activities that the agent keeps."""
    siens, tous = set(), set()
    for activite in activites:
        lieux = lieux_de(agent, activite)
        tous.add(activite.pk) if lieux is None else siens.update(lieux)
    ouverts = Lieu.objects.filter(creneaux__unite__activite__in=[a.pk for a in activites])
    return (ouverts.filter(creneaux__unite__activite__in=tous) | ouverts.filter(pk__in=siens)).distinct()


def _tenues(agent):
    return Fermeture.objects.dans(tenues(agent)).select_related("activite", "lieu", "fermee_par", "rouverte_par")


@agent_requis(PERMISSION)
@require_http_methods(["GET", "POST"])
def fermer(request):
    """Close a day: first what it would cancel, then the confirmation."""
    demande = {"jour": lire_jour(request.GET.get("jour")), "activite": lire_entier(request.GET.get("activite"))}
    form = FermetureForm(request.POST or None, agent=request.user, initial=demande)
    a_confirmer = None
    if request.method == "POST" and form.is_valid():
        try:
            if confirmed(request, form):
                fermetures = fermer_jour(par=request.user, **form.cleaned_data)
                messages.success(request, _dire_ferme(request.user, fermetures))
                return redirect(_vers_effectifs(fermetures[0]))
            a_confirmer = _annulees(request.user, **form.cleaned_data)
        except Refus as refus:
            form.add_error("motif" if refus.code == "motif" else "jour", refus.phrase)
    recentes = _tenues(request.user).filter(date__gte=clock.aujourdhui() - RECENTES)
    contexte = {
        "titre": "Fermer un jour",
        "form": form,
        "marque": mark(form),
        "a_confirmer": a_confirmer,
        "fermetures": recentes,
    }
    return render(request, "reservations/agents/fermer.html", contexte, status=422 if form.errors else 200)


def _annulees(agent, *, activite, lieux, jour, motif):
    """Count the bookings and the families that a closing would touch, and name the children that the agent may see."""
    vu = etudier_fermeture(activite=activite, lieux=lieux, jour=jour)
    caches = set(ecartes(agent).values_list("enfant", flat=True))
    reservations = [r for r in vu.reservations if r.enfant_id not in caches]
    journal.noter_liste(f"réservations du {jour.isoformat()}", len(reservations), par=agent)
    return {
        "reservations": len(reservations),
        "familles": len({r.payeur_id for r in reservations}),
        "enfants": _par_nom(reservations),
        "jour": jour,
        "activite": activite,
        "lieux": typo.enumeration(lieu.nom for lieu in vu.lieux),
        "deja": typo.enumeration(lieu.nom for lieu in lieux if lieu not in vu.lieux),
        "motif": motif,
    }


def _par_nom(reservations):
    return sorted(reservations, key=lambda r: (cle_de_tri(r.lieu.nom), r.enfant.tri))


def _dire_ferme(agent, fermetures):
    touchees = sum(len(_visibles(agent, f)) for f in fermetures)
    s, quand = typo.pluriel(touchees), typo.date_longue(fermetures[0].date)
    return f"Le {quand} est fermé : {touchees} réservation{s} annulée{s}, les familles sont prévenues."


def _visibles(agent, fermeture):
    """Give the bookings of a closing whose child the agent may know of."""
    touchees = fermeture.touchees.exclude(reservation__enfant__in=ecartes(agent))
    return list(
        touchees.select_related("reservation__enfant", "reservation__payeur__foyer").order_by(
            "reservation__enfant__tri"
        )
    )


@agent_requis(PERMISSION)
@require_GET
def fermeture(request, pk):
    """A closing: who was booked; what opening the day again would bring back, or brought back."""
    fermee = get_object_or_404(_tenues(request.user), pk=pk)
    touchees = _visibles(request.user, fermee)
    passe = refuser_reouverture(fermee)
    if fermee.rouverte_le is None and not passe:
        issues = {i.touchee.pk: i.non for i in etudier_reouverture(fermee)}
        for touchee in touchees:
            non = issues[touchee.pk]
            touchee.retour, touchee.phrase = (Retour.PERDUE, non.phrase) if non else (Retour.REMISE, "")
    contexte = {
        "titre": f"Fermeture du {typo.date_longue(fermee.date, annee=True)}",
        "fermeture": fermee,
        "remises": [t for t in touchees if t.retour == Retour.REMISE],
        "perdues": [t for t in touchees if t.retour == Retour.PERDUE],
        "annulees": [t for t in touchees if t.retour == Retour.ANNULEE],
        "a_appeler": sans_courriel(touchees),
        "passe": passe,
        "incomplet": ecartes(request.user).exists(),
    }
    journal.noter_liste(f"fermeture du {fermee.date.isoformat()}", len(touchees), par=request.user)
    return render(request, "reservations/agents/fermeture.html", contexte)


@agent_requis(PERMISSION)
@require_POST
def rouvrir_jour(request, pk):
    """Open a closed day again, with the bookings that come back."""
    fermee = get_object_or_404(_tenues(request.user), pk=pk)
    try:
        rouvrir(fermee, par=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
        return redirect("fermeture_jour", pk=pk)
    touchees = _visibles(request.user, fermee)
    remises = sum(t.retour == Retour.REMISE for t in touchees)
    phrase = f"Le {typo.date_longue(fermee.date)} est rouvert"
    if touchees:
        s, perdues = typo.pluriel(remises), len(touchees) - remises
        phrase += f" : {remises} réservation{s} remise{s}, {perdues} non. Les familles sont prévenues"
    messages.success(request, f"{phrase}.")
    return redirect("fermeture_jour", pk=pk)


def _vers_effectifs(fermee):
    return f"{reverse('effectifs')}?activite={fermee.activite_id}&jour={fermee.date.isoformat()}"
