"""What follows a reported absence: its certificate, or the child who comes after all."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web.http import recoit_des_fichiers
from common.words import typo
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from reservations.planning.forms import JustificatifForm
from reservations.planning.models import Absence
from reservations.planning.services import (
    attend_un_document,
    effet_reprise,
    justifier,
    refuser_reprise,
    reprendre,
)
from reservations.planning.services.justificatifs import DELAI_JUSTIFICATIF


def fil(*liens):
    """Give the breadcrumb of the absences."""
    titre = Lien(titre="Signaler une absence", url=reverse("planning:absence") if liens else "")
    return [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), titre, *liens]


def _siennes(moi):
    """Give the absences that the person may follow: of its children, paid by its homes."""
    return Absence.objects.filter(
        reservation__enfant__in=moi.enfants, reservation__payeur__foyer__in=moi.foyers
    ).select_related("reservation__enfant", "reservation__payeur", "reservation__formule__activite")


def signalees(moi):
    """Give what is still to follow: what can be taken back, what expects a document, what was answered lately."""
    depuis = clock.aujourdhui() - DELAI_JUSTIFICATIF
    toutes = _siennes(moi).filter(reservation__date__gte=depuis).order_by("-reservation__date", "pk")
    refus = {a.pk: refuser_reprise(a) for a in toutes}
    lignes = [
        {
            "absence": a,
            "texte": f"{a.reservation.enfant.prenom}, {typo.date_longue(a.reservation.date)} : "
            f"{a.reservation.formule.activite.nom_courant}",
            "document": attend_un_document(a),
            "donne": a.justificatif_id is not None,
            "reprise": effet_reprise(a, foyers=moi.foyers) if refus[a.pk] is None else "",
            "sans_reprise": refus[a.pk].phrase if refus[a.pk] else "",
        }
        for a in toutes
    ]
    return [ligne for ligne in lignes if ligne["document"] or ligne["donne"] or ligne["reprise"] or _a_venir(ligne)]


def _a_venir(ligne):
    return ligne["absence"].reservation.date >= clock.aujourdhui()


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def certificat(request, pk):
    """Give the document of an absence, and of the other days told with it for this child that expect one."""
    une = get_object_or_404(_siennes(perimetre(request.user)), pk=pk)
    soeurs = _siennes(perimetre(request.user)).filter(
        demarche=une.demarche_id, reservation__enfant=une.reservation.enfant_id
    )
    toutes = list(soeurs) if une.demarche_id else [une]
    form = JustificatifForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            dites = justifier([a.pk for a in toutes], document=form.cleaned_data["document"], auteur=request.user)
        except Refus as refus:
            form.add_error("document", refus.phrase)
        else:
            for phrase in dites:
                messages.success(request, phrase)
            return redirect("planning:absence")
    if request.method == "GET":
        noter_lecture_pour_un_parent(une.reservation.enfant, par=request.user)
    contexte = {
        "titre": "Donner un justificatif",
        "absence": une,
        "attendues": [a for a in toutes if attend_un_document(a)],
        "form": form,
        "fil": fil(Lien(titre="Donner un justificatif")),
    }
    return render(request, "reservations/certificat.html", contexte, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def reprise(request, pk):
    """« Il viendra finalement » : take the absence back."""
    moi = perimetre(request.user)
    une = _siennes(moi).filter(pk=pk).first()
    if une is None:
        raise Http404
    if request.method == "GET":
        return redirect("planning:absence")
    quand = typo.date_longue(une.reservation.date)
    try:
        phrase = reprendre(pk, foyers=moi.foyers, auteur=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
    else:
        messages.success(request, f"{une.reservation.enfant.prenom} viendra le {quand}. {phrase}")
    return redirect("planning:absence")
