"""« Mes attentes », and asking to be told of a place."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.words import typo
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from reservations.attente import presentation, tableau
from reservations.attente.enums import VIVANTES
from reservations.attente.models import Attente
from reservations.attente.services import demander as mettre_sur_la_liste
from reservations.planning.planche import mes_pistes
from reservations.planning.saisies import lire_choix
from reservations.planning.views.semaine import fil

TITRE = "Mes attentes"
# What is over is shown so long.
MEMOIRE = timedelta(days=30)


@require_GET
def mes_attentes(request):
    """What waits, what is offered first; then what is over since a month."""
    depuis = clock.maintenant() - MEMOIRE
    siennes = Attente.objects.pour(request.user).filter(Q(etat__in=VIVANTES) | Q(finie_le__gte=depuis)).entieres()
    montrees = presentation.montrer(siennes.order_by("date", "pk"))
    for enfant in {m.attente.enfant for m in montrees}:
        noter_lecture_pour_un_parent(enfant, par=request.user)
    vivantes = [m for m in montrees if m.vivante]
    contexte = {
        "titre": TITRE,
        "chapeau": "Quand une place se libère, elle est proposée dans l’ordre des demandes.",
        "vivantes": sorted(vivantes, key=lambda m: not m.offerte),
        "finies": [m for m in montrees if not m.vivante],
        "fil": fil(Lien(titre=TITRE)),
    }
    return render(request, "attente/attentes.html", contexte)


@require_http_methods(["GET", "POST"])
def demander(request):
    """« Être prévenu »: the full days of a week, those that one asked for ticked."""
    donnees = request.POST if request.method == "POST" else request.GET
    try:
        choisis = list(lire_choix(donnees.getlist("choix")))
        affiches = list(lire_choix(donnees.getlist("semaine")))
    except Refus as refus:
        messages.warning(request, refus.phrase)
        return redirect("planning:semaine")
    moi = perimetre(request.user)
    rangees = mes_pistes(moi, du=clock.aujourdhui(), au=date.max)
    lundi = tableau.lundi_des(choisis + affiches)
    voulues = tableau.voulues(choisis + affiches, rangees)
    if voulues is None:
        raise Http404
    if lundi is None:
        return redirect("planning:semaine")
    phrases = []
    if request.method == "POST":
        try:
            reponses = mettre_sur_la_liste(tableau.voulues(choisis, rangees), par=request.user)
        except Refus as refus:
            phrases = [refus.phrase]
        else:
            return _repondre(request, reponses)
    for enfant in {p.enfant for p in rangees}:
        noter_lecture_pour_un_parent(enfant, par=request.user)
    jours = tableau.jours_complets(
        moi, rangees, lundi=lundi, choisis=choisis, au_guichet=bool(request.user.agit_pour)
    )  # fmt: skip
    titre = "Être prévenu si une place se libère"
    contexte = {
        "titre": titre, "jours": jours, "phrases": phrases, "lundi": lundi, "fil": fil(Lien(titre=titre)),
        "semaine": f"Semaine du {typo.date_simple(lundi, annee=False)}",
    }  # fmt: skip
    return render(request, "attente/demander.html", contexte, status=422 if phrases else 200)


def _repondre(request, reponses):
    """Say what waits now, and what could not."""
    faites = [r for r in reponses if r.attente]
    if faites:
        dits = [f"{r.voulue.piste.enfant.prenom}, {typo.date_longue(r.voulue.jour)}" for r in faites]
        messages.success(
            request, f"Sur la liste d’attente : {typo.enumeration(dits)}. Vous recevrez un courriel si une place se "
            "libère.",
        )  # fmt: skip
    for r in reponses:
        if r.non:
            messages.warning(request, f"{r.voulue.piste.enfant.prenom} : {r.non.phrase}")
    return redirect("attente:attentes")
