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
from reservations.planning.enums import EffetAbsence
from reservations.planning.forms import JustificatifForm
from reservations.planning.models import Absence
from reservations.planning.services import effet_reprise, justifier, refuser_reprise, reprendre


def fil(*liens):
    """Give the breadcrumb of the absences."""
    titre = Lien(titre="Signaler une absence", url=reverse("planning:absence") if liens else "")
    return [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), titre, *liens]


def _siennes(moi):
    """Give the absences that the person may follow: of its children, paid by its homes."""
    return Absence.objects.filter(
        reservation__enfant__in=moi.enfants, reservation__payeur__foyer__in=moi.foyers
    ).select_related("reservation__enfant", "reservation__formule__activite")


def signalees(moi):
    """Give what is still to follow: a certificate that is expected, an absence that can be taken back."""
    attendues = _siennes(moi).filter(effet=EffetAbsence.A_JUSTIFIER, a_justifier_avant__gte=clock.aujourdhui())
    a_venir = _siennes(moi).filter(reservation__date__gte=clock.aujourdhui())
    toutes = (attendues | a_venir).order_by("reservation__date", "pk")
    return [
        {
            "absence": a,
            "texte": f"{a.reservation.enfant.prenom}, {typo.date_longue(a.reservation.date)} : "
            f"{a.reservation.formule.activite.nom_courant}",
            "certificat": a.effet == EffetAbsence.A_JUSTIFIER,
            "reprise": effet_reprise(a, foyers=moi.foyers) if refuser_reprise(a) is None else "",
        }
        for a in toutes
    ]


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def certificat(request, pk):
    """Give the certificate of an absence, and of the other days of the same illness that expect one."""
    une = get_object_or_404(_siennes(perimetre(request.user)), pk=pk)
    soeurs = _siennes(perimetre(request.user)).filter(
        demarche=une.demarche_id, reservation__enfant=une.reservation.enfant_id, effet=EffetAbsence.A_JUSTIFIER
    )
    cles = [a.pk for a in soeurs] if une.demarche_id else [une.pk]
    form = JustificatifForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            justifiees = justifier(cles, document=form.cleaned_data["document"], auteur=request.user)
        except Refus as refus:
            form.add_error("document", refus.phrase)
        else:
            for phrase in dict.fromkeys(a.phrase for a in justifiees):
                messages.success(request, phrase)
            return redirect("planning:absence")
    if request.method == "GET":
        noter_lecture_pour_un_parent(une.reservation.enfant, par=request.user)
    contexte = {
        "titre": "Donner un certificat",
        "absence": une,
        "form": form,
        "fil": fil(Lien(titre="Donner un certificat")),
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
