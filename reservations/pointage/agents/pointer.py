"""Correct a day from its list: came, left, did not come, came without booking; for one child or the whole group."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from common import journal
from common.errors import Refus
from common.forms import Formulaire, RechercheField
from common.web.forms import attempt, saisie
from common.web.http import agent_requis, bouton_sur
from common.words.noms import cle_de_tri
from common.words.saisie import lire_entier
from common.words.typo import date_longue, pluriel
from reservations.activites.enums import Fonctionnement
from reservations.interventions.agents.views import PERMISSION as CORRIGER
from reservations.interventions.enums import GesteIntervention
from reservations.planning.enums import MotifAbsence
from reservations.pointage.agents.forms import PointerForm
from reservations.pointage.agents.listes import Liste, demandee, montrer, peut_pointer, voisins
from reservations.pointage.enums import FaitPointe
from reservations.pointage.models import Pointage
from reservations.pointage.portee import POINTER
from reservations.pointage.reading.listes import narrow, not_expected
from reservations.pointage.services import pointer as services

# What « Corriger » is asked next, for who may correct bookings: a check-in alone changes no bill.
SUITES = {
    FaitPointe.ABSENT: {"geste": GesteIntervention.ABSENCE.value},
    FaitPointe.MALADE: {"geste": GesteIntervention.ABSENCE.value, "raison": MotifAbsence.MALADIE.value},
}


def _demandee(request, donnees) -> Liste:
    demande = demandee(request, donnees)
    if demande.activite is None or not peut_pointer(request.user, demande.jour):
        raise Http404
    return demande


@bouton_sur("effectifs")
@agent_requis(POINTER)
@require_POST
def pointer(request):
    """Note a gesture of the ticked children; an absence of who booked goes on to its correction."""
    demande = _demandee(request, request.POST)
    form = PointerForm(request.POST, activite=demande.activite, jour=demande.jour)
    coches = {lire_entier(brut) for brut in request.POST.getlist("e")}
    fait, ecrits = attempt(request, form, lambda: _noter(request, demande, form, coches))
    if not fait:
        return montrer(request, demande, form=form, coches=coches)
    n = len({p.enfant_id for p in ecrits})
    dit = FaitPointe(form.cleaned_data["fait"]).label
    messages.success(request, f"{n} enfant{pluriel(n)} pointé{pluriel(n)} : {dit}.")
    suite, motif = SUITES.get(form.cleaned_data["fait"]), form.cleaned_data["motif"]
    return redirect(_suite(request, demande, suite, [p.enfant_id for p in ecrits], motif))


def _noter(request, demande, form, coches):
    donnees = form.cleaned_data
    lignes = [ligne for site in narrow(demande.lire()[0], demande.criteres) for ligne in site.lignes]
    choisies = lignes if donnees["tous"] else [ligne for ligne in lignes if ligne.enfant in coches]
    venus = donnees["fait"] in (FaitPointe.PRESENT, FaitPointe.PARTI)
    heures = {"arrivee": donnees.get("arrivee"), "depart": donnees.get("depart")} if venus else {}
    faits = [
        services.ANoter(enfant=li.enfant, lieu=li.lieu, fait=donnees["fait"], unite=donnees.get("moment"), **heures)
        for li in choisies
    ]
    return services.pointer(demande.activite, demande.jour, faits, par=request.user, motif=donnees["motif"])


def _suite(request, demande, suite, enfants, motif="") -> str:
    """Where one goes next: to the correction of what is booked, when there is one to make; else to the list."""
    booked = demande.activite.fonctionnement == Fonctionnement.RESERVATION
    if not (suite and enfants and booked and request.user.has_perm(CORRIGER)):
        return demande.adresse
    cibles = {"activite": demande.activite.pk, "jour": demande.jour.isoformat(), "motif": motif, **suite}
    return f"{reverse('corriger_reservations')}?{urlencode(cibles | {'enfants': sorted(set(enfants))}, doseq=True)}"


@bouton_sur("effectifs")
@agent_requis(POINTER)
@require_POST
def retirer(request):
    """Take back all that one's last gesture noted."""
    demande = _demandee(request, request.POST)
    try:
        lot = uuid.UUID(request.POST.get("lot", ""))
    except ValueError:
        raise Http404 from None
    siens = Pointage.objects.filter(lot=lot, activite=demande.activite, date=demande.jour, par=request.user)
    if not siens.exists():
        raise Http404
    try:
        retires = services.retirer(lot, par=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
    else:
        n = len({p.enfant_id for p in retires})
        messages.success(request, f"Le pointage de {n} enfant{pluriel(n)} est retiré.")
    return redirect(demande.adresse)


class VenusForm(Formulaire):
    q = RechercheField(label="Nom de l’enfant")


@agent_requis(POINTER)
@require_http_methods(["GET", "POST"])
def venus(request):
    """Who came without booking: chosen among those who are registered and were not expected."""
    demande = _demandee(request, request.POST or request.GET)
    form = VenusForm(saisie(request) or request.GET)
    form.is_valid()
    cherche = cle_de_tri(form.cleaned_data.get("q", ""))
    trouves = [(li, nom) for li, nom in not_expected(demande.voulue) if all(m in _cle(li) for m in cherche.split())]
    if request.method == "POST":
        return _noter_les_venus(request, demande, trouves, form)
    return _montrer_les_venus(request, demande, trouves, form)


def _cle(ligne) -> str:
    return cle_de_tri(ligne.nom)


def _noter_les_venus(request, demande, trouves, form):
    coches = {lire_entier(brut) for brut in request.POST.getlist("e")}
    faits = [services.ANoter(enfant=li.enfant, lieu=li.lieu, fait=FaitPointe.PRESENT) for li, _ in trouves]
    faits = [f for f in faits if f.enfant in coches]
    try:
        ecrits = services.pointer(demande.activite, demande.jour, faits, par=request.user, motif="Sans réservation")
    except Refus as refus:
        form.add_error(None, refus)
        return _montrer_les_venus(request, demande, trouves, form)
    n = len(ecrits)
    messages.success(request, f"{n} enfant{pluriel(n)} pointé{pluriel(n)} : présent, sans réservation.")
    return redirect(_suite(request, demande, {"geste": GesteIntervention.VENU.value}, [p.enfant_id for p in ecrits]))


def _montrer_les_venus(request, demande, trouves, form):
    journal.noter_liste(f"inscrits non attendus du {demande.jour.isoformat()}", len(trouves), par=request.user)
    contexte = {
        "titre": f"Venus sans réservation : {date_longue(demande.jour, annee=True)}", "voisins": voisins(request.user),
        "demande": demande, "activite": demande.activite, "jour": demande.jour, "trouves": trouves, "form": form,
        "q": form.cleaned_data.get("q", ""),
    }  # fmt: skip
    return render(request, "pointage/venus.html", contexte, status=422 if form.errors else 200)
