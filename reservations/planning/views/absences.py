"""« Signaler une absence » : « malade demain ? » first, the other days below; then its certificate, or its undoing."""

import uuid
from datetime import date, timedelta

from django.shortcuts import redirect, render
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
from reservations.activites.services.catalogue import catalogue
from reservations.planning import reading
from reservations.planning.enums import MotifAbsence
from reservations.planning.forms import AbsenceForm
from reservations.planning.models import Reservation
from reservations.planning.phrases import Bilan, LigneBilan
from reservations.planning.rules_absences import empreinte
from reservations.planning.services import consequences, signaler_absences
from reservations.planning.views.suites import fil, signalees

JOURS_MONTRES = 30
JOURS_A_UN_TAP = 4
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
    connu = catalogue()
    return sorted(siennes, key=lambda r: (r.date, r.enfant.tri, r.enfant_id, connu.heure(r.formule_id)))


def premiers_jours(reservations, *, maintenant) -> set[tuple[int, date]]:
    """Give (child, day) of who is booked on the next day: today until noon, then from tomorrow on.

    One day for all the children: who ticks nothing reports nothing that is a week away.
    """
    des = maintenant.date() + timedelta(days=maintenant.hour >= MIDI)
    premier = min((r.date for r in reservations if r.date >= des), default=None)
    return {(r.enfant_id, r.date) for r in reservations if r.date == premier}


def _demandees(request, reservations) -> set[tuple[int, date]]:
    """Give (child, day) that the address names: « ?jours=demain », « ?jours=2026-11-16,2026-11-17&enfants=3 »."""
    demain = {"demain": clock.aujourdhui() + timedelta(days=1)}
    jours = {demain.get(v) or lire_jour(v) for v in request.GET.get("jours", "").split(",")} - {None}
    enfants = {lire_entier(v) for v in request.GET.get("enfants", "").split(",")} - {None, 0}
    return {(r.enfant_id, r.date) for r in reservations if r.date in jours and (not enfants or r.enfant_id in enfants)}


class Page:
    """The bookings of a page of absences, and what is ticked of them."""

    def __init__(self, request):
        self.request = request
        self.moi = perimetre(request.user)
        self.chez = Chez(self.moi, du=clock.aujourdhui(), au=date.max)
        self.reservations = prochaines(self.moi, self.chez)
        demandees = _demandees(request, self.reservations)
        self.rien_ce_jour = bool(request.GET.get("jours")) and not demandees
        self.devant = demandees or premiers_jours(self.reservations, maintenant=clock.maintenant())
        # A year of bookings is a long page: the soonest first, the rest for who asks.
        self.courte = request.method == "GET" and "tous" not in request.GET and len(self.reservations) > JOURS_MONTRES
        if self.courte:
            loin = [r for r in self.reservations[JOURS_MONTRES:] if (r.enfant_id, r.date) in self.devant]
            self.reservations = self.reservations[:JOURS_MONTRES] + loin
        self.form = self._formulaire()

    def _formulaire(self):
        request = self.request
        motif = request.GET.get("motif")
        coches = [str(r.pk) for r in self.reservations if (r.enfant_id, r.date) in self.devant]
        motif = motif if motif in MotifAbsence.values else MotifAbsence.MALADIE
        initial = {"numero": uuid.uuid4(), "motif": motif, "reservations": coches}
        form = AbsenceForm(*((request.POST, request.FILES) if request.method == "POST" else ()), initial=initial)
        form.fields["reservations"].choices = [(str(r.pk), _ligne(r)) for r in self.reservations]
        return form

    @property
    def choisies(self) -> list[Reservation]:
        coches = set(self.form["reservations"].value() or ())
        return [r for r in self.reservations if str(r.pk) in coches]

    @property
    def foyer(self) -> Foyer:
        """The home that reports: the payer's when it is one of the person's, else that where the child is."""
        paient = [r.payeur.foyer_id for r in self.choisies if r.payeur.foyer_id in self.moi.foyers]
        ici = [f for r in self.choisies for f in sorted(self.chez.ici(r.enfant_id, r.date))]
        return Foyer.objects.get(pk=[*paient, *ici][0])

    def bilan(self) -> Bilan:
        """Say what stays billed for exactly what is ticked, as the service judges it; no certificate is counted."""
        choisies, motif = self.choisies, self.form["motif"].value()
        if not choisies or motif not in MotifAbsence.values:
            return Bilan()
        trouvees = consequences(choisies, motif=motif, foyers={self.foyer.pk})
        lignes = [LigneBilan(_court(r), trouvees.effets[r.pk]) for r in choisies if r.pk in trouvees.effets]
        suites = [f"{_ligne(a.reservation)}, déjà signalé : {effet.phrase}" for a, effet in trouvees.rejugees]
        return Bilan(lignes, suites, empreinte(trouvees.effets))

    def _jours(self) -> list[Lien]:
        """The next days, one tap each: « Aujourd’hui », « Demain », « jeu. 3 déc. »."""
        aujourdhui, montres = clock.aujourdhui(), {jour for _, jour in self.devant}
        mots = {aujourdhui: "Aujourd’hui", aujourdhui + timedelta(days=1): "Demain"}
        suivants = sorted({r.date for r in self.reservations})[:JOURS_A_UN_TAP]
        if self.request.method != "GET" or len(suivants) < 2:
            return []
        return [
            Lien(
                titre=mots.get(jour, typo.date_courte(jour)),
                url="" if montres == {jour} else f"?jours={jour.isoformat()}",
            )
            for jour in suivants
        ]

    def montrer(self, bilan, *, etape=False):
        form = self.form
        contexte = {
            "titre": "Signaler une absence",
            "chapeau": "Cochez ce que votre enfant manquera. Ce qui sera facturé est écrit avant d’envoyer.",
            "form": form,
            "devant": _cases(form, [r for r in self.reservations if (r.enfant_id, r.date) in self.devant]),
            "ensuite": _par_enfant(form, [r for r in self.reservations if (r.enfant_id, r.date) not in self.devant]),
            "signalees": signalees(self.moi),
            "jours": self._jours(),
            "courte": len(self.reservations) if self.courte else 0,
            "rien_ce_jour": self.rien_ce_jour,
            "bilan": bilan,
            "etape": etape,
            "document_perdu": bool(self.request.FILES),
            "fil": fil(),
        }
        return render(self.request, "reservations/absence.html", contexte, status=422 if form.errors else 200)


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def absence(request):
    """Report that a child will not come on booked days; says before what will be billed.

    What was not said yet for these very ticks is said first, and nothing is written. The page's script asks that
    (``X-Absence: bilan``) at each tick; without it, it is one more step for who changed what was ticked.
    """
    page = Page(request)
    form = page.form
    if request.headers.get("X-Absence") == "bilan":
        return render(request, "reservations/_bilan_absence.html", {"bilan": page.bilan()})
    if deja := _deja_signalee(request):
        return redirect("planning:confirmation", deja)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("vu") != page.bilan().vu:
            return page.montrer(page.bilan(), etape=True)
        try:
            demarche = signaler_absences(
                page.choisies,
                motif=form.cleaned_data["motif"],
                numero=form.cleaned_data["numero"],
                foyer=page.foyer,
                auteur=request.user,
                document=form.cleaned_data["document"],
                vu=request.POST["vu"],
            )
        except Refus as refus:
            form.add_error("reservations", refus.phrase)
        else:
            return redirect("planning:confirmation", demarche.numero)
    if request.method == "GET":
        for petit in {r.enfant for r in page.reservations}:
            noter_lecture_pour_un_parent(petit, par=request.user)
    return page.montrer(page.bilan())


def _deja_signalee(request):
    """Give the number of the request when this very form was already sent: a double click, a reload."""
    try:
        numero = uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        return None
    return Demarche.objects.pour(request.user).filter(numero=numero).values_list("numero", flat=True).first()


def _cases(form, reservations):
    """Give the boxes of these bookings, in order."""
    cases = {str(case.data["value"]): case for case in form["reservations"]}
    return [cases[str(r.pk)] for r in reservations]


def _par_enfant(form, reservations):
    """Give (first name, boxes, whether one of them is ticked) for each child."""
    coches = set(form["reservations"].value() or ())
    groupes = {}
    for r in reservations:
        groupes.setdefault((r.enfant_id, r.enfant.prenom), []).append(r)
    return [
        (prenom, _cases(form, siennes), any(str(r.pk) in coches for r in siennes))
        for (_, prenom), siennes in groupes.items()
    ]


def _ligne(reservation):
    """« Malo, mardi 1er décembre : étude surveillée, de 16 h 30 à 18 h »: no two lines of a day read the same."""
    quoi = nommer(reservation.formule, catalogue().formules.get(reservation.formule_id))
    return f"{reservation.enfant.prenom}, {typo.date_longue(reservation.date)} : {quoi}"


def _court(reservation):
    """« Malo, mar. 1er déc. (étude) »."""
    activite = reservation.formule.activite
    return f"{reservation.enfant.prenom}, {typo.date_courte(reservation.date)} ({activite.nom_courant})"
