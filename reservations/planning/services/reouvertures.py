"""Open again what was closed, with the bookings that the closing cancelled, deadlines or not."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all
from common.errors import Refus
from common.rules import Non
from commune.services import calendrier
from reservations.activites.models import Creneau, Inscription
from reservations.planning import reading
from reservations.planning.enums import EtatReservation, Retour
from reservations.planning.models import Fermeture, Reservation, ReservationFermee
from reservations.planning.rules_fermetures import TOUS, refuser_retour
from reservations.planning.services.commun import prendre
from reservations.planning.services.fermetures import Cle, cle, ou_et_quand, refuser_les_factures
from reservations.planning.services.places import Places, Rangees


@dataclass(frozen=True)
class Reouverture:
    """What a reopening makes of a booking: ``non`` is None when it comes back.

    ``rangees``: for each unit, the place's row and that of the child's group, or None. ``gardee_par``: the other
    closing that still holds it.
    """

    touchee: ReservationFermee
    non: Non | None
    rangees: Rangees
    gardee_par: Fermeture | None = None

    @property
    def retour(self) -> Retour:
        if self.gardee_par is not None:
            return Retour.GARDEE
        return Retour.PERDUE if self.non else Retour.REMISE


class _Retours:
    """All that decides whether bookings come back: read once for what opens together."""

    def __init__(self, fermetures, touchees, creneaux):
        self.places = Places(creneaux, attendues=False)
        enfants, jours = {t.reservation.enfant_id for t in touchees}, {f.date for f in fermetures}
        self.pris = self._pris(enfants, jours)
        self.inscrits = self._inscrits(enfants, jours) if jours else {}
        self.autres = self._autres(fermetures, jours)
        self.scolarites = reading.scolarites(enfants, jours) if any(self.autres.values()) else {}

    def _pris(self, enfants, jours):
        """Give, by child and day, the formules that they have anywhere."""
        connues, pris = self.places.catalogue.formules, {}
        vivantes = Reservation.objects.qui_prennent().filter(enfant__in=enfants, date__in=jours)
        for enfant, formule, jour in vivantes.values_list("enfant_id", "formule_id", "date"):
            pris.setdefault((enfant, jour), []).append(connues[formule])
        return pris

    def _inscrits(self, enfants, jours) -> dict[tuple, list[tuple[date, date]]]:
        """Give when registrations run, by child, payer, activity and place."""
        trouves = {}
        actives = Inscription.objects.actives(min(jours), max(jours)).filter(enfant__in=enfants)
        colonnes = ("enfant_id", "payeur_id", "activite_id", "lieu_id", "du", "au")
        for *qui, du, au in actives.order_by().values_list(*colonnes):
            trouves.setdefault(tuple(qui), []).append((du, au or date.max))
        return trouves

    def _autres(self, fermetures, jours) -> dict[Cle, list[Fermeture]]:
        """Give the closings that stay in force on these days."""
        autres: dict[Cle, list[Fermeture]] = {}
        siennes = {f.pk for f in fermetures}
        for f in Fermeture.objects.en_cours().filter(date__in=jours).select_related("operation"):
            if f.pk not in siennes:
                autres.setdefault(cle(f), []).append(f)
        return autres

    def juger(self, touchee) -> Reouverture:
        r = touchee.reservation
        formule = self.places.catalogue.formules[r.formule_id]
        rangees = self.places.rangees(formule, r.lieu_id, r.enfant, r.date)
        entieres = len(rangees) == len(formule.unites)
        siens = self.pris.setdefault((r.enfant_id, r.date), [])
        runs = self.inscrits.get((r.enfant_id, r.payeur_id, formule.activite.pk, r.lieu_id), ())
        connues = self.autres.get(Cle(formule.activite.pk, r.lieu_id, r.date), ())
        ecoles = self.scolarites.get(r.enfant_id, ())
        gardee_par = next((f for f in connues if f.public.concerne(ecoles, r.date)), None)
        non = refuser_retour(
            pris=any(formule.croise(autre) for autre in siens),
            inscrit=any(du <= r.date <= au for du, au in runs),
            restantes=self.places.restent(rangees) if entieres else [],
            ferme_par=gardee_par.operation.motif if gardee_par else None,
        )
        if non is None:
            self.places.bouger(rangees, 1)
            siens.append(formule)
        return Reouverture(touchee, non, rangees, gardee_par)


def etudier_reouverture(fermetures, *, verrou=False) -> list[Reouverture]:
    """Say, for each booking that these closings cancelled, whether it comes back; who booked first is served first."""
    touchees = list(
        ReservationFermee.objects.filter(fermeture__in=fermetures, retour=Retour.ANNULEE)
        .select_related("fermeture", "reservation__enfant", "reservation__payeur__foyer")
        .order_by("reservation__creee_le", "reservation_id")
    )
    cles = {cle(f) for f in fermetures}
    ici = Creneau.objects.filter(
        unite__activite__in={c.activite for c in cles}, lieu__in={c.lieu for c in cles},
        date__in={c.jour for c in cles},
    )  # fmt: skip
    if verrou:
        reading.verrouiller_enfants(enfants={t.reservation.enfant_id for t in touchees})
        ici = lock_all(ici)
    retours = _Retours(fermetures, touchees, ici)
    return [retours.juger(touchee) for touchee in touchees]


def refus_de_rouvrir(fermetures, *, verrou=False) -> dict[int, Non]:
    """Say which of these cannot open again, and why: their month is billed, or the day is off for the whole town."""
    feries = calendrier().feries
    factures = refuser_les_factures([cle(f) for f in fermetures], verrou=verrou)
    refus = {}
    for f in fermetures:
        if cle(f) in factures:
            refus[f.pk] = Non("facture", factures[cle(f)].phrase)
        elif f.date in feries:
            refus[f.pk] = Non(
                "ferie", "Ce jour est chômé dans toute la commune : retirez-le d’abord dans « La commune »."
            )
    return refus


@transaction.atomic
def rouvrir(fermetures, *, par, motif="") -> list[Reouverture]:
    """Open these again and bring back, whatever the deadline, the bookings that they cancelled.

    What cannot come back is kept with its reason, and the families are told of both, once. What cannot open again is
    left closed. Raise Refus when nothing can: ``facture``, ``ferie``, ``deja``.
    """
    fermetures = [f for f in lock_all(Fermeture.objects.filter(pk__in=[f.pk for f in fermetures])) if f.fermee]
    if not fermetures:
        raise Refus("C’est déjà rouvert : quelqu’un l’a fait avant vous.", code="deja")
    refus = refus_de_rouvrir(fermetures, verrou=True)
    possibles = [f for f in fermetures if f.pk not in refus]
    if not possibles:
        raise Refus.of(next(iter(refus.values())))
    issues = remettre(possibles, par=par, motif=motif)
    annoncer_reouverture(issues)
    return issues


def annoncer_reouverture(issues) -> None:
    """Have the families told, once, of what opened together."""
    if issues:
        async_task("reservations.planning.tasks.prevenir_reouverture", [i.touchee.fermeture_id for i in issues])


def remettre(fermetures, *, par, motif="") -> list[Reouverture]:
    """Open again without a word to the families; the caller holds these rows."""
    issues = etudier_reouverture(fermetures, verrou=True)
    _rendre_les_places(fermetures)
    _remettre([i for i in issues if i.non is None])
    for issue in issues:
        issue.touchee.retour, issue.touchee.phrase = issue.retour, issue.non.phrase if issue.non else ""
    ReservationFermee.objects.bulk_update([i.touchee for i in issues], ["retour", "phrase"], batch_size=500)
    ReservationFermee.objects.bulk_create(
        ReservationFermee(fermeture=i.gardee_par, reservation=i.touchee.reservation)
        for i in issues
        if i.gardee_par is not None
    )
    Fermeture.objects.filter(pk__in=[f.pk for f in fermetures]).update(
        rouverte_le=clock.maintenant(), rouverte_par=par, motif_reouverture=motif
    )
    _noter(fermetures, issues, par=par, motif=motif)
    return issues


def _rendre_les_places(fermetures):
    """Open the rows of places: to everybody, or to the children who had been left out and are in no other closing."""
    restreintes = set()
    en_cours = Fermeture.objects.en_cours().filter(date__in={f.date for f in fermetures}, ecole__isnull=False)
    for f in en_cours:
        if f.pk not in {f.pk for f in fermetures}:
            restreintes.add(cle(f))
    for f in fermetures:
        ici = Creneau.objects.filter(unite__activite=f.activite_id, lieu=f.lieu_id, date=f.date)
        if f.public == TOUS:
            ici.update(ferme=False, motif="")
        elif cle(f) not in restreintes:
            ici.update(restreint=False)


def _noter(fermetures, issues, *, par, motif):
    activite_de = {f.pk: f.activite_id for f in fermetures}
    suites = Counter((activite_de[i.touchee.fermeture_id], i.retour) for i in issues)
    siennes: dict[int, list[Fermeture]] = {}
    for f in fermetures:
        siennes.setdefault(f.activite_id, []).append(f)
    for activite, leurs in siennes.items():
        journal.noter(
            ActionJournal.REOUVERTURE, leurs[0].activite, par=par, motif=motif, **ou_et_quand(leurs),
            remises=suites[activite, Retour.REMISE], perdues=suites[activite, Retour.PERDUE],
            gardees=suites[activite, Retour.GARDEE],
        )  # fmt: skip


def _remettre(issues):
    """Give these bookings their life and their places back."""
    Reservation.objects.filter(pk__in=[i.touchee.reservation_id for i in issues]).update(
        etat=EtatReservation.CONFIRMEE, annulee_le=None, cause="", motif_annulation=""
    )
    prendre([(i.touchee.reservation, i.rangees) for i in issues])
