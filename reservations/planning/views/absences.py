"""« Signaler une absence » : the next bookings as boxes, a reason, one button."""

import uuid

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.words import typo
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from reservations.activites.phrases import nommer
from reservations.activites.services.places import debut, formules_connues
from reservations.planning.forms import AbsenceForm
from reservations.planning.models import Reservation
from reservations.planning.services import effets, signaler_absences

JOURS_MONTRES = 30


def prochaines(request):
    """Give the person's own bookings to come, not yet reported, soonest first, in the order of the day."""
    moi = perimetre(request.user)
    connues = (
        Reservation.objects.vivantes()
        .filter(
            enfant__in=moi.enfants,
            payeur__foyer__in=moi.foyers,
            date__gte=clock.aujourdhui(),
            absence__isnull=True,
        )
        .select_related("enfant", "payeur__foyer", "lieu", "formule__activite__service")
        .order_by("date", "enfant__tri")
    )
    return sorted(connues, key=lambda r: (r.date, r.enfant.tri, r.enfant_id, debut(r.formule_id)))


@require_http_methods(["GET", "POST"])
def absence(request):
    """Report that a child will not come on booked days; says before what will be billed."""
    reservations = prochaines(request)
    # A year of bookings is a long page: the soonest first, the rest for who asks.
    courte = request.method == "GET" and "tous" not in request.GET and len(reservations) > JOURS_MONTRES
    reservations = reservations[:JOURS_MONTRES] if courte else reservations
    connus = effets(reservations) if reservations else {}
    form = AbsenceForm(request.POST or None, initial={"numero": uuid.uuid4()})
    form.fields["reservations"].choices = [(str(r.pk), _ligne(r, connus[r.pk][1])) for r in reservations]
    deja = _deja_signalee(request)
    if deja:
        return redirect("planning:confirmation", deja)
    if request.method == "POST" and form.is_valid():
        choisies = [r for r in reservations if str(r.pk) in form.cleaned_data["reservations"]]
        try:
            demarche = signaler_absences(
                choisies,
                motif=form.cleaned_data["motif"],
                numero=form.cleaned_data["numero"],
                foyer=choisies[0].payeur.foyer,
                auteur=request.user,
            )
        except Refus as refus:
            form.add_error("reservations", refus.phrase)
        else:
            return redirect("planning:confirmation", demarche.numero)
    if request.method == "GET":
        for petit in {r.enfant for r in reservations}:
            noter_lecture_pour_un_parent(petit, par=request.user)
    contexte = {
        "titre": "Signaler une absence",
        "chapeau": "Cochez ce que votre enfant manquera. Ce qui sera facturé est écrit à côté.",
        "form": form,
        "reservations": reservations,
        "courte": courte,
        "fil": [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), Lien(titre="Signaler une absence")],
    }
    return render(request, "reservations/absence.html", contexte, status=422 if form.errors else 200)


def _ligne(reservation, effet):
    """« Malo, mardi 1er décembre, étude surveillée, de 16 h 30 à 18 h – … »: no two lines of a day read the same."""
    quoi = nommer(reservation.formule, formules_connues().get(reservation.formule_id))
    return f"{reservation.enfant.prenom}, {typo.date_longue(reservation.date)} : {quoi} – {effet}"


def _deja_signalee(request):
    """Give the number of the request when this very form was already sent: a double click, a reload."""
    numero = request.POST.get("numero")
    if not numero:
        return None
    try:
        numero = uuid.UUID(numero)
    except ValueError:
        return None
    return Demarche.objects.pour(request.user).filter(numero=numero).values_list("numero", flat=True).first()
