"""What decides a gesture on some children and days of one activity: a fixed number of statements."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from common import clock
from common.database.locks import lock_all
from espace_prive.famille.models import Enfant
from espace_prive.garde import presentation
from espace_prive.garde.rules import du_jour
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.planning import reading
from reservations.planning.enums import QUI_PRENNENT, Cause, EtatReservation
from reservations.planning.models import Reservation
from reservations.planning.situations import nommer_court


class JoursDesEnfants:
    """The registrations, bookings and rows of places of these children on these days; held with ``verrou``.

    In the order of every lock: children, then places, then bookings. ``tenus``: the only places (ids) whose days
    may be touched, None for all.
    """

    def __init__(
        self,
        activite,
        enfants: Collection[int],
        jours: Collection[date],
        *,
        verrou: bool,
        tenus: set[int] | None = None,
    ):
        self.tenus = tenus
        lire = lock_all if verrou else list
        self.catalogue, self.activite = catalogue(), activite
        siens = Enfant.objects.filter(pk__in=enfants)
        self.enfants = {e.pk: e for e in lire(siens)}
        du, au = min(jours), max(jours)
        inscriptions = Inscription.objects.actives(du, au).filter(enfant__in=enfants, activite=activite)
        self._inscriptions: dict[int, list[Inscription]] = {}
        for i in inscriptions.select_related("lieu", "payeur").order_by("pk"):
            self._inscriptions.setdefault(i.enfant_id, []).append(i)
        self._gardes: dict[int, list] = {}
        if any(len(siennes) > 1 for siennes in self._inscriptions.values()):
            for ligne in reading.gardes(enfants=set(enfants), du=du, au=au):
                self._gardes.setdefault(ligne["enfant"], []).append(presentation.relire(ligne))
        ici = Reservation.objects.filter(enfant__in=enfants, date__in=jours)
        siennes = Q(formule__activite=activite)
        lieux = {i.lieu_id for siennes_i in self._inscriptions.values() for i in siennes_i}
        lieux |= set(ici.filter(siennes).values_list("lieu", flat=True))
        self.creneaux = lire(Creneau.objects.filter(unite__activite=activite, lieu__in=lieux, date__in=jours))
        self._restreintes: dict[tuple[int, int, date], str] = {}
        if any(c.restreint for c in self.creneaux):
            lues = reading.fermetures_restreintes(enfants=set(enfants), lieux=lieux, du=du, au=au)
            self._restreintes = {(e, ou, jour): motif for e, a, ou, jour, motif in lues if a == activite.pk}
        self.reservations: dict[tuple[int, date], list[Reservation]] = {}
        lues = ici.filter(siennes | Q(etat__in=QUI_PRENNENT)).select_related("absence", "payeur", "lieu")
        for r in lire(lues):
            self.reservations.setdefault((r.enfant_id, r.date), []).append(r)

    def inscription(self, enfant: int, jour: date, *, payeur: int | None = None) -> Inscription | None:
        """Give the registration that holds that day: of ``payeur``; else of the home where the child is; else any."""
        courent = [
            i
            for i in self._inscriptions.get(enfant, ())
            if i.du <= jour and (i.au is None or jour <= i.au) and self._tient(i.lieu_id)
        ]
        chez = set(du_jour(self._gardes.get(enfant, ()), jour)) - {None}
        courent.sort(key=lambda i: (i.payeur_id != payeur, i.payeur.foyer_id not in chez, i.pk))
        return courent[0] if courent else None

    def inscrite(self, r: Reservation) -> bool:
        """Tell whether a booking may hold again where it was, at the cost of who paid: a day that is over may."""
        return r.date < clock.aujourdhui() or any(
            i.du <= r.date
            and (i.au is None or r.date <= i.au)
            and (i.lieu_id, i.payeur_id) == (r.lieu_id, r.payeur_id)
            for i in self._inscriptions.get(r.enfant_id, ())
        )

    def ajouter(self, r: Reservation) -> None:
        """Know a booking that is not written yet."""
        self.reservations.setdefault((r.enfant_id, r.date), []).append(r)

    def siennes(self, enfant: int, jour: date, formule: int | None = None) -> list[Reservation]:
        """Give the bookings of the activity, cancelled ones too, of ``formule`` when it is said."""
        return [
            r for r in self.reservations.get((enfant, jour), ())
            if self.catalogue.formules[r.formule_id].activite.pk == self.activite.pk
            and formule in (None, r.formule_id) and self._tient(r.lieu_id)
        ]  # fmt: skip

    def _tient(self, lieu: int) -> bool:
        return self.tenus is None or lieu in self.tenus

    def occupe_par(self, enfant: int, jour: date, formule, *, sauf: Collection[int] = ()) -> str:
        """Say what the child has at the hours of ``formule``, these bookings (ids) left out."""
        for r in self.reservations.get((enfant, jour), ()):
            autre = self.catalogue.formules[r.formule_id]
            if r.pk not in sauf and r.etat in QUI_PRENNENT and autre.pk != formule.pk and autre.croise(formule):
                return nommer_court(autre)
        return ""

    def ferme(self, enfant: int, rangees) -> str:
        """Say why one of these rows is closed, to everybody or to the child's school or class."""
        for c in (c for rangee in rangees for c in rangee if c):
            if c.ferme or (enfant, c.lieu_id, c.date) in self._restreintes:
                return c.motif if c.ferme else self._restreintes[enfant, c.lieu_id, c.date]
        return ""


def tiennent(reservations) -> list[Reservation]:
    return [r for r in reservations if r.etat == EtatReservation.CONFIRMEE]


def offerte(reservations) -> Reservation | None:
    """Give the one that is only offered: it holds its places until the family answers."""
    return next((r for r in reservations if r.etat == EtatReservation.PROPOSEE), None)


def annulees(reservations) -> list[Reservation]:
    """Give the cancelled ones, the last cancelled first; an offer that was not taken was never booked."""
    finies = (r for r in reservations if r.etat == EtatReservation.ANNULEE and r.cause != Cause.OFFRE)
    return sorted(finies, key=lambda r: r.annulee_le, reverse=True)
