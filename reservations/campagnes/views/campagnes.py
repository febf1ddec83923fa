"""The pages of families: what is asked of them, their answer, the wished days booked in one button."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.forms import saisie
from common.words import typo
from common.words.dates import lundi_de
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from reservations.campagnes.enums import Dit
from reservations.campagnes.forms import QuestionPosee, RangeeDeJours, ReponseALaCampagneForm
from reservations.campagnes.reading import connues, convies, demandees
from reservations.campagnes.services.campagnes import repondre as ecrire
from reservations.planning.enums import Sens
from reservations.planning.planche import Planche, mes_pistes
from reservations.planning.rules import EtatJour
from reservations.planning.services.reserver import Souhait
from reservations.planning.views import proposition

# What can be wished: what is free, and what will be once bookings open.
SE_SOUHAITE = (EtatJour.LIBRE, EtatJour.PAS_ENCORE)
ACCUEIL = "Mon accueil"


def fil(*liens):
    """Give the breadcrumb of these pages."""
    debut = [Lien(titre=ACCUEIL, url=reverse("accueil:accueil"))]
    return [*debut, Lien(titre="Répondre à la mairie", url=reverse("campagnes:liste") if liens else ""), *liens]


@require_GET
def liste(request):
    """Everything that is asked of the family, and what it answered."""
    moi = perimetre(request.user)
    par_campagne = {}
    for d in demandees(moi):
        par_campagne.setdefault(d.campagne, []).append(d)
    par_rencontre = {}
    for c in convies(moi):
        par_rencontre.setdefault(c.rencontre, []).append(c)
    contexte = {
        "titre": "Répondre à la mairie",
        "chapeau": "Ce que la mairie vous demande pour les jours à venir, vos réponses et vos rendez-vous.",
        "campagnes": list(par_campagne.items()),
        "rencontres": list(par_rencontre.items()),
        "fil": fil(),
    }
    return render(request, "campagnes/liste.html", contexte)


def _la_sienne(request, pk):
    """Give (the campaign, what it asks of the person); 404 when it asks nothing of them."""
    moi = perimetre(request.user)
    campagne = next((c for c in connues() if c.pk == pk), None)
    siennes = demandees(moi, campagnes=[campagne]) if campagne else []
    if not siennes:
        raise Http404
    return moi, campagne, siennes


def _planche(moi, campagne, siennes, souhaits=()):
    """Give the days of the campaign, of the registrations that it asks about."""
    voulues = {i for d in siennes for i in d.inscriptions}
    rangees = [p for p in mes_pistes(moi, du=campagne.du, au=campagne.au) if p.cle in voulues]
    return Planche(
        moi, du=campagne.du, au=campagne.au, rangees=rangees, souhaits=souhaits(rangees) if souhaits else ()
    )


def _questions(planche, siennes) -> list[QuestionPosee]:
    return [
        QuestionPosee(
            d.enfant, d.prenom, d.foyer, d.dit,
            [_rangee(p, famille, cases, d) for p, famille, cases in planche.lignes if p.cle in d.inscriptions],
        )
        for d in siennes
    ]  # fmt: skip


def _rangee(piste, famille, cases, d) -> RangeeDeJours:
    formules = {f.pk for f in famille}
    siens = [s for s in d.souhaits if s["inscription"] == piste.cle and s["formule"] in formules]
    return RangeeDeJours(
        piste, famille,
        jours=[c.jour for c in cases if c.avant is None and c.etat in SE_SOUHAITE and not c.chez_l_autre],
        reserves=[c.jour for c in cases if c.avant],
        coches=[date.fromisoformat(s["jour"]) for s in siens],
        formule=siens[0]["formule"] if siens else None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def repondre(request, pk):
    """Answer for each child; too late, it is said, and what was ticked stays on the page."""
    moi, campagne, siennes = _la_sienne(request, pk)
    questions = _questions(_planche(moi, campagne, siennes), siennes)
    form = ReponseALaCampagneForm(saisie(request), questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            ecrire(pk, form.reponses, par=request.user)
        except Refus as refus:
            form.add_error(None, refus.phrase)
        else:
            return _suite(request, pk, form)
    elif request.method == "GET":
        for enfant in {r.piste.enfant for q in questions for r in q.rangees}:
            noter_lecture_pour_un_parent(enfant, par=request.user)
    contexte = {
        "titre": campagne.titre,
        "chapeau": campagne.question,
        "campagne": campagne,
        "siennes": siennes,
        "form": form,
        "quand": typo.periode(campagne.du, campagne.au),
        "lundi": max(lundi_de(campagne.du), lundi_de(clock.aujourdhui())).isoformat(),
        "fil": fil(Lien(titre=campagne.titre)),
    }
    return render(request, "campagnes/repondre.html", contexte, status=422 if form.errors else 200)


def _suite(request, pk, form):
    """Lead to the booking of what can be booked at once; else say what was noted."""
    _, _, siennes = _la_sienne(request, pk)
    if any(d.a_reserver for d in siennes):
        return redirect("campagnes:reserver", pk)
    oui = any(dit == Dit.OUI and souhaits for _, _, dit, souhaits in form.reponses)
    suite = " Vos souhaits sont gardés : un courriel vous dira quand les réservations ouvrent." if oui else ""
    messages.success(request, f"C’est noté.{suite}")
    return redirect("campagnes:liste")


@require_http_methods(["GET", "POST"])
def reserver(request, pk):
    """The wished days, what they come to, and one button that books them."""
    moi, campagne, siennes = _la_sienne(request, pk)

    def souhaits(rangees):
        pistes = {p.cle: p for p in rangees}
        for d in demandees(moi, campagnes=[campagne]):
            for s in d.a_reserver:
                piste = pistes.get(s["inscription"])
                formule = piste.formule(s["formule"]) if piste else None
                if formule:
                    yield Souhait(piste, formule, date.fromisoformat(s["jour"]), Sens.AJOUT)

    return proposition.page(
        request, proposer=lambda: _planche(moi, campagne, siennes, souhaits), template="campagnes/reserver.html",
        titre=f"{campagne.titre} : les jours souhaités", campagne=campagne,
        retour=reverse("campagnes:repondre", args=[pk]),
        fil=fil(Lien(titre=campagne.titre, url=reverse("campagnes:repondre", args=[pk])), Lien(titre="Réserver")),
    )  # fmt: skip
