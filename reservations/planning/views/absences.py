"""« Signaler une absence » : « malade demain ? » first, the other days below; then its certificate, or its undoing."""

import uuid
from datetime import date, timedelta

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
from common.words.saisie import lire_entier, lire_jour
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Foyer
from espace_prive.garde import presentation
from espace_prive.garde.rules import du_jour
from reservations.activites.phrases import nommer
from reservations.activites.services.places import debut, formules_connues
from reservations.planning import reading
from reservations.planning.enums import EffetAbsence, MotifAbsence
from reservations.planning.forms import AbsenceForm, JustificatifForm
from reservations.planning.models import Absence, Reservation
from reservations.planning.services import (
    effet_reprise,
    effets,
    justifier,
    refuser_reprise,
    reprendre,
    signaler_absences,
)

JOURS_MONTRES = 30
# « Malade demain ? » : until noon it is today that is meant.
MIDI = 12


class Chez:
    """Where the children of two homes are, to know who may report: whoever has the child that day, whoever booked."""

    def __init__(self, moi, *, du, au):
        self.foyers, self.sejours = moi.foyers, {}
        for ligne in reading.gardes(enfants=moi.enfants, du=du, au=au) if moi.enfants else ():
            self.sejours.setdefault(ligne["enfant"], []).append(presentation.relire(ligne))

    def ici(self, enfant: int, jour: date) -> frozenset[int]:
        """Give the homes of who looks where the child is that day."""
        return self.foyers.intersection(du_jour(self.sejours.get(enfant, ()), jour))


def prochaines(moi, chez) -> list[Reservation]:
    """Give the bookings to come that the person may report, soonest first, in the order of the day."""
    connues = (
        Reservation.objects.vivantes()
        .filter(
            enfant__in=moi.enfants,
            date__gte=clock.aujourdhui(),
            absence__isnull=True,
            formule__activite__absence_en_ligne=True,
        )
        .select_related("enfant", "payeur__foyer", "lieu", "formule__activite__service")
        .order_by("date", "enfant__tri")
    )
    siennes = [r for r in connues if r.payeur.foyer_id in moi.foyers or chez.ici(r.enfant_id, r.date)]
    return sorted(siennes, key=lambda r: (r.date, r.enfant.tri, r.enfant_id, debut(r.formule_id)))


def premiers_jours(reservations, *, maintenant) -> set[tuple[int, date]]:
    """Give (child, day) of each child's next booked day; today until noon, then from tomorrow on."""
    des = maintenant.date() + timedelta(days=maintenant.hour >= MIDI)
    trouves: dict[int, date] = {}
    for r in reservations:
        if r.date >= des:
            trouves.setdefault(r.enfant_id, r.date)
    return set(trouves.items())


def _demandees(request, reservations) -> set[tuple[int, date]]:
    """Give (child, day) that the address names: « ?jours=2026-11-16,2026-11-17&enfants=3 »."""
    jours = {lire_jour(v) for v in request.GET.get("jours", "").split(",")} - {None}
    enfants = {lire_entier(v) for v in request.GET.get("enfants", "").split(",")} - {None, 0}
    return {(r.enfant_id, r.date) for r in reservations if r.date in jours and (not enfants or r.enfant_id in enfants)}


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def absence(request):
    """Report that a child will not come on booked days; says before what will be billed."""
    moi = perimetre(request.user)
    chez = Chez(moi, du=clock.aujourdhui(), au=date.max)
    reservations = prochaines(moi, chez)
    devant = _demandees(request, reservations) or premiers_jours(reservations, maintenant=clock.maintenant())
    # A year of bookings is a long page: the soonest first, the rest for who asks.
    courte = request.method == "GET" and "tous" not in request.GET and len(reservations) > JOURS_MONTRES
    if courte:
        loin = [r for r in reservations[JOURS_MONTRES:] if (r.enfant_id, r.date) in devant]
        reservations = reservations[:JOURS_MONTRES] + loin
    form = _formulaire(request, moi, reservations, devant)
    if deja := _deja_signalee(request):
        return redirect("planning:confirmation", deja)
    if request.method == "POST" and form.is_valid():
        choisies = [r for r in reservations if str(r.pk) in form.cleaned_data["reservations"]]
        try:
            demarche = signaler_absences(
                choisies,
                motif=form.cleaned_data["motif"],
                numero=form.cleaned_data["numero"],
                foyer=_foyer_qui_signale(choisies, moi, chez),
                auteur=request.user,
                document=form.cleaned_data["document"],
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
        "devant": _cases(form, [r for r in reservations if (r.enfant_id, r.date) in devant]),
        "ensuite": _par_enfant(form, [r for r in reservations if (r.enfant_id, r.date) not in devant]),
        "signalees": _signalees(moi),
        "courte": len(reservations) if courte else 0,
        "fil": _fil(),
    }
    return render(request, "reservations/absence.html", contexte, status=422 if form.errors else 200)


def _formulaire(request, moi, reservations, devant):
    motif = request.GET.get("motif")
    motif = motif if motif in MotifAbsence.values else MotifAbsence.MALADIE
    connus = effets(reservations, motif=MotifAbsence.MALADIE, foyers=moi.foyers)
    autres = effets(reservations, motif=MotifAbsence.FAMILLE, foyers=moi.foyers)
    coches = [str(r.pk) for r in reservations if (r.enfant_id, r.date) in devant]
    initial = {"numero": uuid.uuid4(), "motif": motif, "reservations": coches}
    donnees = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AbsenceForm(*donnees, initial=initial)
    form.fields["reservations"].choices = [(str(r.pk), _ligne(r, connus[r.pk], autres[r.pk])) for r in reservations]
    return form


def _deja_signalee(request):
    """Give the number of the request when this very form was already sent: a double click, a reload."""
    try:
        numero = uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        return None
    return Demarche.objects.pour(request.user).filter(numero=numero).values_list("numero", flat=True).first()


def _foyer_qui_signale(reservations, moi, chez):
    """Give the home that reports: the payer's when it is one of the person's, else that where the child is."""
    paient = [r.payeur.foyer_id for r in reservations if r.payeur.foyer_id in moi.foyers]
    ici = [f for r in reservations for f in sorted(chez.ici(r.enfant_id, r.date))]
    return Foyer.objects.get(pk=[*paient, *ici][0])


def _cases(form, reservations):
    """Give the boxes of these bookings, in order."""
    cases = {str(case.data["value"]): case for case in form["reservations"]}
    return [cases[str(r.pk)] for r in reservations]


def _par_enfant(form, reservations):
    """Give (first name, boxes) for each child."""
    groupes = {}
    for r in reservations:
        groupes.setdefault((r.enfant_id, r.enfant.prenom), []).append(r)
    return [(prenom, _cases(form, siennes)) for (_, prenom), siennes in groupes.items()]


def _ligne(reservation, malade, autre):
    """« Malo, mardi 1er décembre, étude surveillée, de 16 h 30 à 18 h – … »: no two lines of a day read the same."""
    quoi = nommer(reservation.formule, formules_connues().get(reservation.formule_id))
    effet = malade.phrase
    if autre.effet != malade.effet:
        mot = reservation.formule.activite.mot
        effet = f"{effet} Pour une autre raison, {mot.il} reste facturé{mot.e}."
    return f"{reservation.enfant.prenom}, {typo.date_longue(reservation.date)} : {quoi} – {effet}"


def _fil(*liens):
    titre = Lien(titre="Signaler une absence", url=reverse("planning:absence") if liens else "")
    return [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), titre, *liens]


def _siennes(moi):
    """Give the absences that the person may follow: of its children, paid by its homes."""
    return Absence.objects.filter(
        reservation__enfant__in=moi.enfants, reservation__payeur__foyer__in=moi.foyers
    ).select_related("reservation__enfant", "reservation__formule__activite")


def _signalees(moi):
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
            "reprise": effet_reprise(a) if refuser_reprise(a) is None else "",
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
        "fil": _fil(Lien(titre="Donner un certificat")),
    }
    return render(request, "reservations/certificat.html", contexte, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def reprise(request, pk):
    """« Il viendra finalement » : take the absence back."""
    une = _siennes(perimetre(request.user)).filter(pk=pk).first()
    if une is None:
        raise Http404
    if request.method == "GET":
        return redirect("planning:absence")
    quand = typo.date_longue(une.reservation.date)
    try:
        phrase = reprendre(pk, auteur=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
    else:
        messages.success(request, f"{une.reservation.enfant.prenom} viendra le {quand}. {phrase}")
    return redirect("planning:absence")
