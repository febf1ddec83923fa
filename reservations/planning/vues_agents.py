"""The agents' screens of bookings, in the admin: who comes tomorrow, close a day."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, typo
from common.errors import Refus
from common.forms import Formulaire
from common.http import agent_requis
from common.saisie import lire_jour
from commune.models import Lieu
from espace_prive.famille.portee import ecartes
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de, lieux_de
from reservations.activites.services import calendrier, est_ouverte
from reservations.planning.effectifs import effectifs
from reservations.planning.models import Reservation
from reservations.planning.services import fermer_jour, rouvrir_jour


def prochain_jour(activite, apres: date) -> date:
    """Give the next day on which the activity runs, by its calendar."""
    jour, connu = apres, calendrier()
    for _ in range(90):
        jour += timedelta(days=1)
        if est_ouverte(activite, jour, connu):
            return jour
    return apres + timedelta(days=1)


def _jour_demande(request, activite):
    if jour := lire_jour(request.GET.get("jour")):
        return jour
    return prochain_jour(activite, clock.aujourdhui()) if activite else clock.aujourdhui()


@agent_requis("activites.consulter_effectifs")
@require_GET
def liste_effectifs(request):
    """Who comes on a day, by site, and how many meals to order; tomorrow unless asked otherwise."""
    activites = list(activites_de(request.user).reservables().select_related("service"))
    activite = next(
        (a for a in activites if str(a.pk) == request.GET.get("activite")), activites[0] if activites else None
    )
    jour = _jour_demande(request, activite)
    sauf = ecartes(request.user)
    sites = effectifs(activite, jour, lieux=lieux_de(request.user, activite), sauf=sauf) if activite else []
    contexte = {
        "titre": f"Effectifs du {typo.date_longue(jour, annee=True)}",
        "activites": activites,
        "activite": activite,
        "jour": jour,
        "veille": jour - timedelta(days=1),
        "lendemain": jour + timedelta(days=1),
        "sites": sites,
        "mot": activite.mot if activite else None,
        "attendus": sum(s.attendus for s in sites),
        "incomplet": sauf.exists(),
        "peut_fermer": request.user.has_perm("activites.fermer_jour"),
    }
    return render(request, "reservations/agents/effectifs.html", contexte)


class FermetureForm(Formulaire):
    """Which activity, where, when, why."""

    activite = forms.ModelChoiceField(label="Activité", queryset=Activite.objects.none(), empty_label=None)
    lieux = forms.ModelMultipleChoiceField(
        label="Lieux",
        queryset=Lieu.objects.filter(creneaux__isnull=False).distinct(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un lieu."},
    )
    jour = forms.DateField(
        label="Jour",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
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
        self.fields["activite"].queryset = activites_de(agent).reservables()

    def clean(self):
        """Refuse a place that the agent does not keep for this activity."""
        donnees = super().clean()
        if (activite := donnees.get("activite")) and (lieux := donnees.get("lieux")):
            siens = lieux_de(self.agent, activite)
            if siens is not None and any(lieu.pk not in siens for lieu in lieux):
                self.add_error("lieux", "Vous ne tenez pas ce lieu pour cette activité : demandez au service.")
        return donnees


@agent_requis("activites.fermer_jour")
@require_http_methods(["GET", "POST"])
def fermer(request):
    """Close a day: first what it would cancel, then the confirmation."""
    form = FermetureForm(
        request.POST or None, agent=request.user, initial={"jour": lire_jour(request.GET.get("jour"))}
    )
    a_confirmer = None
    if request.method == "POST" and form.is_valid():
        valeurs = form.cleaned_data
        if "confirmer" in request.POST:
            try:
                nombre = fermer_jour(par=request.user, **valeurs)
            except Refus as refus:
                form.add_error("jour", refus.phrase)
            else:
                quand = typo.date_longue(valeurs["jour"])
                s = typo.pluriel(nombre)
                messages.success(
                    request, f"Le {quand} est fermé : {nombre} réservation{s} annulée{s}, les familles sont prévenues."
                )
                return redirect(_vers_effectifs(valeurs["activite"], valeurs["jour"]))
        else:
            a_confirmer = _annulees(**valeurs)
    contexte = {"titre": "Fermer un jour", "form": form, "a_confirmer": a_confirmer}
    return render(request, "reservations/agents/fermer.html", contexte, status=422 if form.errors else 200)


def _annulees(*, activite, lieux, jour, motif):
    """Count the bookings and the families that a closing would touch."""
    touchees = Reservation.objects.vivantes().filter(formule__activite=activite, lieu__in=lieux, date=jour)
    return {
        "reservations": touchees.count(),
        "familles": touchees.values("payeur").distinct().count(),
        "jour": jour,
        "activite": activite,
        "lieux": typo.enumeration(lieu.nom for lieu in lieux),
        "motif": motif,
    }


@agent_requis("activites.fermer_jour")
@require_http_methods(["POST"])
def rouvrir(request):
    """Open a closed day again."""
    form = FermetureForm(
        {**request.POST.dict(), "lieux": request.POST.getlist("lieux"), "motif": "réouverture"}, agent=request.user
    )
    if not form.is_valid():
        messages.error(request, "Ce jour ne peut pas être rouvert.")
        return redirect("effectifs")
    valeurs = form.cleaned_data
    rouvrir_jour(activite=valeurs["activite"], lieux=valeurs["lieux"], jour=valeurs["jour"], par=request.user)
    messages.success(request, f"Le {typo.date_longue(valeurs['jour'])} est rouvert. Les familles peuvent réserver.")
    return redirect(_vers_effectifs(valeurs["activite"], valeurs["jour"]))


def _vers_effectifs(activite, jour):
    return f"{reverse('effectifs')}?activite={activite.pk}&jour={jour.isoformat()}"
