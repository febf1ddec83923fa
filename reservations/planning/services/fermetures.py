"""Close a day, or open it again with the bookings that the closing cancelled."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.errors import Refus
from common.rules import Non
from common.words import typo
from commune.models import Lieu
from commune.services import calendrier
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.planning import reading, rules
from reservations.planning.enums import Cause, EtatReservation, Retour
from reservations.planning.models import Fermeture, Prise, Reservation, ReservationFermee
from reservations.planning.services.commun import ajuster, annuler


@dataclass(frozen=True)
class AFermer:
    """What closing would do: where, what is open there, and the bookings that it would cancel."""

    lieux: list[Lieu]
    creneaux: list[Creneau]
    reservations: list[Reservation]


def etudier_fermeture(*, activite, lieux, jour, verrou=False) -> AFermer:
    """Say what closing ``activite`` on ``jour`` in ``lieux`` would cancel.

    Places that are not open that day, or closed already, are left out. Raise Refus: ``passe``, ``rien``, ``deja``.
    """
    if non := rules.refuser_fermeture(jour=jour, aujourdhui=clock.aujourdhui()):
        raise Refus.of(non)
    ouverts = Creneau.objects.filter(unite__activite=activite, lieu__in=lieux, date=jour)
    creneaux = lock_all(ouverts) if verrou else list(ouverts)
    if not creneaux:
        raise Refus("Il n’y a rien d’ouvert ce jour-là.", code="rien")
    connues = Fermeture.objects.en_cours().filter(activite=activite, lieu__in=lieux, date=jour)
    fermes = set(connues.values_list("lieu", flat=True))
    creneaux = [c for c in creneaux if c.lieu_id not in fermes]
    if not creneaux:
        raise Refus(f"Le {typo.date_longue(jour)} est déjà fermé.", code="deja")
    touchees = Reservation.objects.vivantes().filter(Exists(_prises_de(creneaux)))
    return AFermer(
        lieux=list(Lieu.objects.filter(pk__in={c.lieu_id for c in creneaux}).order_by("tri")),
        creneaux=creneaux,
        reservations=list(touchees.select_related("enfant", "payeur__foyer", "lieu").order_by("pk")),
    )


def _prises_de(creneaux):
    return Prise.objects.filter(reservation=OuterRef("pk"), creneau__in=creneaux)


@transaction.atomic
def fermer_jour(*, activite, lieux, jour, motif, par) -> list[Fermeture]:
    """Close ``activite`` on ``jour`` in ``lieux``: bookings are cancelled, not billed, and families are told.

    Return the closings, one a place, each with the bookings that it cancelled. Raise Refus: ``motif``, and those of
    ``etudier_fermeture``.
    """
    motif = motif.strip()
    if not motif:
        raise Refus("Dites pourquoi le jour est fermé : les familles le liront.", code="motif")
    fermetures = fermer(activite=activite, lieux=lieux, jour=jour, motif=motif, par=par)
    annoncer_fermetures(fermetures)
    return fermetures


def annoncer_fermetures(fermetures) -> None:
    """Have the families told, once, of what was closed together."""
    cles = [f.pk for f in fermetures]
    if ReservationFermee.objects.filter(fermeture__in=cles).exists():
        async_task("reservations.planning.tasks.prevenir_fermeture", cles)


def fermer(*, activite, lieux, jour, motif, par, generale=False) -> list[Fermeture]:
    """Close without a word to the families: ``annoncer_fermetures`` follows, in the same transaction."""
    vu = etudier_fermeture(activite=activite, lieux=lieux, jour=jour, verrou=True)
    fermetures = Fermeture.objects.bulk_create(
        Fermeture(activite=activite, lieu=lieu, date=jour, motif=motif, fermee_par=par, generale=generale)
        for lieu in vu.lieux
    )
    _annuler(vu.reservations, {f.lieu_id: f for f in fermetures}, motif=f"Fermeture : {motif}")
    Creneau.objects.filter(pk__in=[c.pk for c in vu.creneaux]).update(ferme=True, motif=motif)
    annulees = Counter(r.lieu_id for r in vu.reservations)
    for fermeture in fermetures:
        journal.noter(
            ActionJournal.FERMETURE,
            activite,
            par=par,
            motif=motif,
            **_ou(fermeture),
            annulees=annulees[fermeture.lieu_id],
        )
    return fermetures


def _annuler(reservations, fermeture_du, *, motif):
    cles = [r.pk for r in reservations]
    annuler(cles, cause=Cause.FERMETURE, motif=motif)
    ReservationFermee.objects.bulk_create(
        ReservationFermee(fermeture=fermeture_du[r.lieu_id], reservation=r) for r in reservations
    )


def _ou(fermeture):
    """Say in the journal which closing, where and when."""
    return {ActionJournal.FERMETURE: fermeture.pk, "lieu": str(fermeture.lieu), "jour": fermeture.date.isoformat()}


@dataclass(frozen=True)
class Reouverture:
    """What a reopening makes of a booking: ``non`` is None when it comes back.

    ``rangees``: for each unit, the place's row and that of the child's group, or None.
    """

    touchee: ReservationFermee
    non: Non | None
    rangees: list[tuple[Creneau, Creneau | None]]


class _Ici:
    """The places of an activity in one place on one day, by unit and group, counted down as they are given."""

    def __init__(self, fermeture, creneaux):
        self.fermeture, self.catalogue = fermeture, catalogue()
        self.creneaux = {(c.unite_id, c.groupe_id): c for c in creneaux}
        self.restantes = {
            c.pk: None if c.places is None else c.places + c.surbooking - c.prises for c in self.creneaux.values()
        }

    def rangees(self, reservation) -> list[tuple[Creneau, Creneau | None]]:
        """Give the rows that the booking takes; empty when a unit is not open."""
        f, enfant = self.fermeture, reservation.enfant
        groupe, _ = self.catalogue.groupe(f.activite_id, f.lieu_id, naissance=enfant.naissance, jour=f.date)
        unites = self.catalogue.formules[reservation.formule_id].unites
        trouvees = [
            (self.creneaux[u.pk, None], self.creneaux.get((u.pk, groupe.pk)) if groupe else None)
            for u in unites
            if (u.pk, None) in self.creneaux
        ]
        return trouvees if len(trouvees) == len(unites) else []

    def restent(self, rangees) -> list[int | None]:
        return [self.restantes[c.pk] for rangee in rangees for c in rangee if c]

    def prendre(self, rangees) -> None:
        for creneau in (c for rangee in rangees for c in rangee if c):
            if self.restantes[creneau.pk] is not None:
                self.restantes[creneau.pk] -= 1


def etudier_reouverture(fermeture, *, verrou=False) -> list[Reouverture]:
    """Say, for each booking that the closing cancelled, whether it comes back; who booked first is served first."""
    touchees = list(
        fermeture.touchees.select_related("reservation__enfant", "reservation__payeur__foyer").order_by(
            "reservation__creee_le", "reservation_id"
        )
    )
    ici = Creneau.objects.filter(unite__activite=fermeture.activite, lieu=fermeture.lieu, date=fermeture.date)
    if verrou:
        reading.verrouiller_enfants(enfants={t.reservation.enfant_id for t in touchees})
        ici = lock_all(ici)
    places = _Ici(fermeture, ici)
    pris, inscrits = _pris(fermeture, touchees), _inscrits(fermeture)
    return [_juger(touchee, places, pris, inscrits) for touchee in touchees]


def _juger(touchee, places, pris, inscrits):
    reservation = touchee.reservation
    formule, rangees = places.catalogue.formules[reservation.formule_id], places.rangees(reservation)
    non = rules.refuser_retour(
        pris=any(formule.croise(autre) for autre in pris.get(reservation.enfant_id, ())),
        inscrit=(reservation.enfant_id, reservation.payeur_id) in inscrits,
        restantes=places.restent(rangees),
    )
    if non is None:
        places.prendre(rangees)
    return Reouverture(touchee, non, rangees)


def _pris(fermeture, touchees):
    """Give, by child, the formules that these children have that day, anywhere."""
    connues, pris = catalogue().formules, {}
    enfants = {t.reservation.enfant_id for t in touchees}
    vivantes = Reservation.objects.qui_prennent().filter(enfant__in=enfants, date=fermeture.date)
    for enfant, formule in vivantes.values_list("enfant_id", "formule_id"):
        pris.setdefault(enfant, []).append(connues[formule])
    return pris


def _inscrits(fermeture):
    """Give (child, payer) of the registrations that still run that day at that place."""
    ici = Inscription.objects.actives(fermeture.date).filter(activite=fermeture.activite, lieu=fermeture.lieu)
    return set(ici.values_list("enfant", "payeur"))


def refuser_reouverture(fermeture) -> Non | None:
    """Say why the day cannot open again: it is over, or off for the whole town."""
    if non := rules.refuser_fermeture(jour=fermeture.date, aujourdhui=clock.aujourdhui()):
        return non
    if fermeture.date in calendrier().feries:
        return Non("ferie", "Ce jour est chômé dans toute la commune : retirez-le d’abord dans « La commune ».")
    return None


@transaction.atomic
def rouvrir(fermeture, *, par) -> list[Reouverture]:
    """Open the day again and bring back, whatever the deadline, the bookings that the closing cancelled.

    What cannot come back is kept with its reason, and the families are told of both. Raise Refus: ``passe``,
    ``ferie``, ``deja``.
    """
    if non := refuser_reouverture(fermeture):
        raise Refus.of(non)
    issues = remettre(fermeture, par=par)
    if issues:
        async_task("reservations.planning.tasks.prevenir_reouverture", [fermeture.pk])
    return issues


def remettre(fermeture, *, par) -> list[Reouverture]:
    """Open again without a word to the families, in a transaction."""
    fermeture = lock(fermeture)
    if fermeture.rouverte_le is not None:
        raise Refus("Ce jour est déjà rouvert.", code="deja")
    if non := rules.refuser_fermeture(jour=fermeture.date, aujourdhui=clock.aujourdhui()):
        raise Refus.of(non)
    issues = etudier_reouverture(fermeture, verrou=True)
    Creneau.objects.filter(unite__activite=fermeture.activite, lieu=fermeture.lieu, date=fermeture.date).update(
        ferme=False, motif=""
    )
    _remettre([i for i in issues if i.non is None])
    for issue in issues:
        issue.touchee.retour = Retour.PERDUE if issue.non else Retour.REMISE
        issue.touchee.phrase = issue.non.phrase if issue.non else ""
    ReservationFermee.objects.bulk_update([i.touchee for i in issues], ["retour", "phrase"])
    fermeture.rouverte_le, fermeture.rouverte_par = clock.maintenant(), par
    fermeture.save(update_fields=["rouverte_le", "rouverte_par"])
    remises = sum(i.non is None for i in issues)
    journal.noter(
        ActionJournal.REOUVERTURE,
        fermeture.activite,
        par=par,
        **_ou(fermeture),
        remises=remises,
        perdues=len(issues) - remises,
    )
    return issues


def _remettre(issues):
    """Give these bookings their life and their places back."""
    Reservation.objects.filter(pk__in=[i.touchee.reservation_id for i in issues]).update(
        etat=EtatReservation.CONFIRMEE, annulee_le=None, cause="", motif_annulation=""
    )
    Prise.objects.bulk_create(
        Prise(
            reservation=i.touchee.reservation,
            creneau=creneau,
            creneau_du_groupe=du_groupe,
            enfant_id=i.touchee.reservation.enfant_id,
            unite_id=creneau.unite_id,
            date=creneau.date,
        )
        for i in issues
        for creneau, du_groupe in i.rangees
    )
    ajuster(Counter(c.pk for i in issues for rangee in i.rangees for c in rangee if c))
