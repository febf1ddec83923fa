"""The agents' screens to close days and to open them again: first who is concerned, then the confirmation."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, journal
from common.errors import Refus
from common.staff.forms import HORS_SAISIE, empreinte, mark
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_entier, lire_jour
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.portee import tenues
from reservations.planning.agents.forms_fermetures import FermerForm, RouvrirForm, resumer_les_jours
from reservations.planning.enums import Retour
from reservations.planning.models import Fermeture, ReservationFermee
from reservations.planning.services import (
    etudier_fermeture,
    etudier_reouverture,
    montant,
    refus_de_rouvrir,
    rouvrir,
    sans_courriel,
)
from reservations.planning.services import fermer as fermer_ensemble

PERMISSION = "activites.fermer_jour"
# The list shows the closings of the last weeks and all those to come.
RECENTES = timedelta(days=30)
AVEC = ("activite", "lieu", "ecole__lieu", "operation__faite_par", "rouverte_par")


def _tenues(agent):
    return Fermeture.objects.dans(tenues(agent)).select_related(*AVEC)


@agent_requis(PERMISSION)
@require_http_methods(["GET", "POST"])
def fermer(request):
    """Close days: first what it would cancel, then the confirmation, which confirms what was shown."""
    form = FermerForm(request.POST or None, agent=request.user, initial=_demande(request))
    a_confirmer = None
    if request.method == "POST" and form.is_valid():
        try:
            vu = etudier_fermeture(**form.demande)
            lu, _, vue = request.POST.get("confirmer", "").partition(".")
            confirme = lu == mark(form)
            if confirme and vue == _vu(vu):
                return _ecrire(request, form)
            a_confirmer = _annoncer(request.user, vu, motif=form.cleaned_data["motif"])
            a_confirmer |= {"change": confirme, "marque": f"{mark(form)}.{_vu(vu)}"}
        except Refus as refus:
            form.add_error(form.CHAMPS.get(refus.code), refus.phrase)
    contexte = {
        "titre": "Fermer",
        "form": form,
        "saisi": _saisi(form) if a_confirmer else [],
        "a_confirmer": a_confirmer,
        "operations": [] if a_confirmer else _operations(request.user),
    }
    return render(request, "reservations/agents/fermer.html", contexte, status=422 if form.errors else 200)


def _demande(request) -> dict:
    """Give the first values: the day, what the roster that leads here shows: an activity, or one of its places."""
    activite, lieu = lire_entier(request.GET.get("activite")), lire_entier(request.GET.get("lieu"))
    return {"du": lire_jour(request.GET.get("jour")), "activite": activite, "lieu": lieu}


def _ecrire(request, form):
    operation = fermer_ensemble(par=request.user, motif=form.cleaned_data["motif"], **form.demande)
    n = len(_visibles(request.user, operation.fermetures.all()))
    s = typo.pluriel(n)
    suite = "les familles sont prévenues" if n else "personne n’était inscrit"
    messages.success(request, f"C’est fermé : {n} réservation{s} annulée{s}, {suite}.")
    return redirect("operation_fermeture", pk=operation.pk)


def _saisi(form) -> list[tuple[str, str]]:
    """Give what was typed, for the button that confirms it."""
    return [(nom, v) for nom in form.data if nom not in HORS_SAISIE for v in form.data.getlist(nom) if v]


def _vu(vu) -> str:
    """Mark what a preview shows: another agent who closes some of it meanwhile, and it is shown again."""
    return empreinte(f"{f.activite_id} {f.lieu_id} {f.date} {f.public}" for f in vu.fermetures)


def _annoncer(agent, vu, *, motif) -> dict:
    """Count what a closing would cancel, and name the children that the agent may see."""
    caches = set(ecartes(agent).values_list("enfant", flat=True))
    reservations = [r for r in vu.reservations if r.enfant_id not in caches]
    jours = sorted({f.date for f in vu.fermetures})
    journal.noter_liste(f"réservations du {jours[0].isoformat()}", len(reservations), par=agent)
    return {
        "phrase": _ce_qui_est_annule(reservations),
        "enfants": _par_enfant(reservations),
        "jours": resumer_les_jours(jours),
        "ou": _ou(vu.fermetures),
        "pour": _pour(vu.fermetures),
        "deja": [str(f) for f in vu.deja],
        "motif": motif,
        "passe": any(jour < clock.aujourdhui() for jour in jours),
    }


def _ce_qui_est_annule(reservations) -> str:
    """« 41 réservations de 29 familles seront annulées et ne seront pas facturées : 58,40 € de moins »."""
    n, familles = len(reservations), len({r.payeur_id for r in reservations})
    if not n:
        return "Personne n’est inscrit : aucune réservation n’est annulée."
    s, sont = typo.pluriel(n), "seront" if n > 1 else "sera"
    return (
        f"{n} réservation{s} de {familles} famille{typo.pluriel(familles)} {sont} annulée{s} et ne {sont} pas "
        f"facturée{s} : {typo.montant(montant(reservations))} de moins sur les factures."
    )


def _ou(fermetures) -> list[str]:
    """« Restauration scolaire : Restaurant du Port et Restaurant de la Gare », activity by activity."""
    lieux: dict = {}
    for f in fermetures:
        lieux.setdefault(f.activite, {})[f.lieu] = None
    return [
        f"{activite} : {typo.enumeration(lieu.nom for lieu in sorted(siens, key=lambda li: li.tri))}"
        for activite, siens in sorted(lieux.items(), key=lambda couple: couple[0].tri)
    ]


def _pour(fermetures) -> str:
    return typo.enumeration(sorted({f.pour for f in fermetures} - {""}))


def _par_enfant(reservations) -> list[tuple]:
    """Give (child, its days in words, where, who pays), by name."""
    trouves: dict = {}
    for r in reservations:
        trouves.setdefault((r.enfant, r.payeur), []).append(r)
    lignes = [
        (enfant, _jours_de(siennes), typo.enumeration(sorted({r.lieu.nom for r in siennes})), payeur)
        for (enfant, payeur), siennes in trouves.items()
    ]
    return sorted(lignes, key=lambda ligne: (ligne[0].tri, ligne[0].pk))


def _jours_de(reservations) -> str:
    jours = sorted({r.date for r in reservations})
    return typo.enumeration(typo.date_longue(j) for j in jours) if len(jours) <= 3 else resumer_les_jours(jours)


def _operations(agent) -> list[dict]:
    """Give what was closed together, of the last weeks and to come, the latest first."""
    recentes = _tenues(agent).filter(date__gte=clock.aujourdhui() - RECENTES)
    groupes: dict = {}
    for f in recentes:
        groupes.setdefault(f.operation, []).append(f)
    rangees = sorted(groupes.items(), key=lambda couple: couple[1][0].date, reverse=True)
    return [
        {
            "pk": operation.pk,
            "quand": resumer_les_jours({f.date for f in siennes}),
            "ou": _ou(siennes),
            "pour": _pour(siennes),
            "motif": operation.motif,
            "etat": _etat(siennes),
        }
        for operation, siennes in rangees
    ]


def _etat(fermetures) -> str:
    fermees = sum(f.fermee for f in fermetures)
    if fermees == len(fermetures):
        return "Fermé"
    return "En partie rouvert" if fermees else "Rouvert"


def _visibles(agent, fermetures) -> list[ReservationFermee]:
    """Give the bookings of these closings whose child the agent may know of."""
    touchees = ReservationFermee.objects.filter(fermeture__in=[f.pk for f in fermetures])
    return list(
        touchees.exclude(reservation__enfant__in=ecartes(agent))
        .select_related("reservation__enfant", "reservation__payeur__foyer", "fermeture__lieu", "fermeture__activite")
        .order_by("reservation__enfant__tri", "reservation__date", "pk")
    )


@agent_requis(PERMISSION)
@require_GET
def operation(request, pk):
    """What was closed together: where, when, who was booked; what opening all of it again would bring back."""
    siennes = list(_tenues(request.user).filter(operation=pk))
    if not siennes:
        raise Http404
    jours = resumer_les_jours({f.date for f in siennes})
    titre = f"Fermeture {jours.replace('le ', 'du ', 1) if jours.startswith('le ') else jours}"
    return _montrer(request, siennes, titre=titre, action=("rouvrir_operation", pk))


@agent_requis(PERMISSION)
@require_GET
def fermeture(request, pk):
    """One place closed one day, of all that was closed with it."""
    fermee = get_object_or_404(_tenues(request.user), pk=pk)
    titre = f"Fermeture du {typo.date_longue(fermee.date, annee=True)}"
    return _montrer(request, [fermee], titre=titre, action=("rouvrir_jour", pk))


def _montrer(request, fermetures, *, titre, action):
    touchees = _visibles(request.user, fermetures)
    fermees = [f for f in fermetures if f.fermee]
    refus = refus_de_rouvrir(fermees)
    possibles = [f for f in fermees if f.pk not in refus]
    for issue in etudier_reouverture(possibles):
        for touchee in (t for t in touchees if t.pk == issue.touchee.pk):
            touchee.retour, touchee.phrase = issue.retour, issue.non.phrase if issue.non else ""
    ensemble = fermetures[0].operation.fermetures
    contexte = {
        "titre": titre,
        "form": RouvrirForm(),
        "operation": fermetures[0].operation,
        "fermetures": fermetures,
        "seule": len(fermetures) == 1 and ensemble.count() > 1,
        "ou": _ou(fermetures),
        "pour": _pour(fermetures),
        "possibles": possibles,
        "fermees": fermees,
        "refus": list(dict.fromkeys(non.phrase for non in refus.values())),
        "action": action,
        "listes": _listes(touchees, fini=not fermees),
        "remises": sum(t.retour == Retour.REMISE for t in touchees),
        "perdues": sum(t.retour in (Retour.PERDUE, Retour.GARDEE) for t in touchees),
        "a_appeler": sans_courriel(touchees),
        "incomplet": ecartes(request.user).exists(),
    }
    journal.noter_liste(f"fermeture du {fermetures[0].date.isoformat()}", len(touchees), par=request.user)
    return render(request, "reservations/agents/fermeture.html", contexte)


def _listes(touchees, *, fini) -> list[tuple[str, list]]:
    """Give (title, bookings) of each outcome that some of them have."""
    titres = {
        Retour.PERDUE: "Ne sont pas revenues" if fini else "Ne reviendront pas",
        Retour.GARDEE: "Encore fermées par ailleurs",
        Retour.REMISE: "Sont revenues" if fini else "Reviendront",
        Retour.ANNULEE: "Étaient inscrits",
    }
    return [
        (f"{titre} ({len(siennes)})", siennes)
        for retour, titre in titres.items()
        if (siennes := [t for t in touchees if t.retour == retour])
    ]


@agent_requis(PERMISSION)
@require_POST
def rouvrir_operation(request, pk):
    """Open again all that was closed together and still is, with the bookings that come back."""
    siennes = list(_tenues(request.user).filter(operation=pk))
    if not siennes:
        raise Http404
    return _rouvrir(request, siennes, vers=("operation_fermeture", pk))


@agent_requis(PERMISSION)
@require_POST
def rouvrir_jour(request, pk):
    """Open one place again on one day, with the bookings that come back."""
    fermee = get_object_or_404(_tenues(request.user), pk=pk)
    return _rouvrir(request, [fermee], vers=("fermeture_jour", pk))


def _rouvrir(request, fermetures, *, vers):
    form = RouvrirForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["motif"][0])
        return redirect(*vers)
    try:
        issues = rouvrir(fermetures, par=request.user, motif=form.cleaned_data["motif"])
    except Refus as refus:
        messages.error(request, refus.phrase)
        return redirect(*vers)
    caches = set(ecartes(request.user).values_list("enfant", flat=True))
    vues = [i for i in issues if i.touchee.reservation.enfant_id not in caches]
    remises = sum(i.non is None for i in vues)
    s = typo.pluriel(remises)
    phrase = "C’est rouvert"
    if vues:
        phrase += f" : {remises} réservation{s} remise{s}, {len(vues) - remises} non. Les familles sont prévenues"
    messages.success(request, f"{phrase}.")
    return redirect(*vers)
