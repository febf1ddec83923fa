"""« Semaine habituelle » : what repeats is said once; the calendar then holds only the exceptions."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.forms import put_beside, saisie
from common.words import typo
from espace_prive.famille.acces.perimetre import perimetre
from reservations.planning.forms import HabitudeForm
from reservations.planning.models import RefusHabituel
from reservations.planning.planche import mes_pistes
from reservations.planning.services import habitudes, montant_total
from reservations.planning.situations import nommer_court
from reservations.planning.views.semaine import fil

TITRE = "Semaine habituelle"


def _pistes(request):
    return mes_pistes(perimetre(request.user), du=clock.aujourdhui(), au=date.max)


def _siennes(pistes):
    """Give the usual weeks of the person's own registrations, each with what it says."""
    miennes = {p.cle: p for p in pistes if p.mienne}
    connues = habitudes.en_vigueur({p.enfant.pk for p in pistes}).filter(inscription__in=miennes)
    for connue in connues:
        piste = miennes[connue.inscription_id]
        formule = piste.formule(connue.formule_id)
        connue.quoi = nommer_court(formule, connue.arrivee, connue.depart) if formule else str(connue.formule)
        connue.dit = habitudes.valeur(connue).phrase
        yield connue


@require_http_methods(["GET", "POST"])
def semaine_habituelle(request):
    """What is usual, and another: first what it would book, then « Valider »."""
    pistes = _pistes(request)
    form = HabitudeForm(saisie(request), pistes=pistes, initial={"du": clock.aujourdhui() + timedelta(days=1)})
    apercu = None
    if request.method == "POST" and form.is_valid():
        piste, formule = form.piste_et_formule
        try:
            if "valider" in request.POST:
                habitudes.enregistrer(piste, formule, form.habitude(), par=request.user)
                messages.success(request, f"La semaine habituelle {typo.de(piste.enfant.prenom)} est enregistrée.")
                return redirect("planning:habitudes")
            apercu = _apercevoir(piste, formule, form.habitude())
        except Refus as refus:
            put_beside(form, refus)
    connues = list(_siennes(pistes))
    contexte = {
        "titre": TITRE,
        "chapeau": "Dites une fois ce qui revient : les jours se réservent seuls quand ils ouvrent.",
        "form": form,
        "apercu": apercu,
        "connues": connues,
        "refuses": RefusHabituel.objects.filter(
            habitude__in=connues, date__gte=clock.aujourdhui(), ecarte_le__isnull=True
        ).select_related("habitude__inscription__enfant"),
        "fil": fil(Lien(titre=TITRE)),
    }
    return render(request, "reservations/habitudes.html", contexte, status=422 if form.errors else 200)


def _apercevoir(piste, formule, habitude):
    """Say what a pattern would book and what it could not, and what an ordinary month of it costs."""
    reponses = habitudes.apercevoir(piste, formule, habitude)
    faits = [r for r in reponses if r.non is None]
    refus = [r for r in reponses if r.non and r.non.code not in habitudes.SANS_OBJET]
    par_mois = {}
    for r in faits:
        par_mois.setdefault(r.souhait.jour.replace(day=1), []).append(r)
    # An ordinary month: the one in the middle, neither the dearest nor the least.
    mois = sorted(montant_total(rs) for rs in par_mois.values())
    quoi = nommer_court(formule, habitude.arrivee, habitude.depart)
    return {
        "quoi": f"{piste.enfant.prenom}, {quoi}, {habitude.phrase}",
        "jours": [r.souhait.jour for r in faits],
        "refus": refus,
        "mois": mois[len(mois) // 2] if mois else None,
    }


@require_http_methods(["GET", "POST"])
def arreter(request, pk):
    """Stop a usual week today: what it booked beyond, and can still be cancelled, is. Read: the page of it."""
    habitude = next((h for h in _siennes(_pistes(request)) if h.pk == pk), None)
    if habitude is None:
        raise Http404
    if request.method == "GET":
        return redirect("planning:habitudes")
    habitudes.arreter(habitude, apres=clock.aujourdhui(), par=request.user)
    messages.success(request, "La semaine habituelle est arrêtée ; les jours encore annulables sont annulés.")
    return redirect("planning:habitudes")


@require_http_methods(["GET", "POST"])
def ecarter(request, pk):
    """Put aside a usual day that could not be booked. Read, the page that offers it."""
    siennes = {h.pk for h in _siennes(_pistes(request))}
    refus = get_object_or_404(RefusHabituel, pk=pk, habitude__in=siennes)
    if request.method == "POST":
        habitudes.ecarter(refus)
    return redirect("planning:habitudes")
