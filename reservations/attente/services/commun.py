"""What the services of the waiting lists share. Their locks: child, rows of places, booking, then the waiting row."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, Q

from common import clock, journal
from common.database.locks import lock_all, lock_pk
from reservations.activites.models import Creneau
from reservations.attente.enums import EtatAttente
from reservations.attente.models import MOTIF_MAX, Attente, PlaceAttendue
from reservations.planning import reading
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Prise, Reservation
from reservations.planning.services.commun import relire
from reservations.planning.situations import Piste, Situations, pistes

PREVENIR = "reservations.attente.tasks.prevenir"
PAR_LE_SERVICE = "Le service a répondu pour vous."


def compter(mouvements: Counter) -> None:
    """Add to the counters of rows of places (ids), which the caller holds, how many more lack one."""
    for pas in set(mouvements.values()) - {0}:
        cles = [cle for cle, n in mouvements.items() if n == pas]
        Creneau.objects.filter(pk__in=cles).update(attendus=F("attendus") + pas)


def ne_plus_attendre(attente: Attente) -> None:
    """Take it off its rows of places, which the caller holds."""
    siennes = PlaceAttendue.objects.filter(attente=attente)
    compter(Counter(dict.fromkeys(siennes.filter(manque=True).values_list("creneau_id", flat=True), -1)))
    siennes.delete()


def finir(attente: Attente, etat, *, motif="") -> Attente:
    """End it; its rows of places, if it still waits, are held by the caller."""
    ne_plus_attendre(attente)
    attente.etat, attente.motif, attente.finie_le = etat, journal.court(motif, MOTIF_MAX), clock.maintenant()
    attente.save(update_fields=["etat", "motif", "finie_le"])
    return attente


def piste_de(attente: Attente) -> Piste:
    """Give the row of its registration, as its payer's home would see it."""
    inscription = attente.inscription
    (piste,) = pistes([inscription], {inscription.payeur.foyer_id} - {None})
    return piste


class Tenue:
    """A waiting row held with all that decides it: its child, its places, its booking when one is offered."""

    def __init__(self, pk: int):
        enfant = Attente.objects.values_list("enfant", flat=True).get(pk=pk)
        reading.verrouiller_enfants(enfants={enfant})
        # Nobody offers it, answers it or ends it without the lock of the child: it stays as it is read now.
        lue = Attente.objects.entieres().get(pk=pk)
        relire([lue.inscription])
        self.piste = piste_de(lue)
        self.formule = self.piste.formule(lue.formule_id)
        self.creneaux = {c.pk: c for c in lock_all(self._rangees_concernees(lue))}
        self.situations = Situations([self.piste], du=lue.date, au=lue.date, dates=[lue.date], verrou=True)
        self.reservation = lock_pk(Reservation, lue.reservation_id) if lue.reservation_id else None
        self.attente = lock_pk(Attente, pk)

    def _rangees_concernees(self, lue):
        """Give the rows of what its registration gives now, and those that it waits for, or has, since before."""
        unites = {u.pk for f in self.piste.formules for u in f.unites}
        attendues = PlaceAttendue.objects.filter(attente=lue).values("creneau")
        prises = Prise.objects.filter(reservation=lue.reservation_id)
        du_groupe = prises.filter(creneau_du_groupe__isnull=False).values("creneau_du_groupe")
        return Creneau.objects.filter(
            Q(unite__in=unites, lieu=lue.inscription.lieu_id, date=lue.date)
            | Q(pk__in=attendues) | Q(pk__in=prises.values("creneau")) | Q(pk__in=du_groupe)
        )  # fmt: skip

    @property
    def rangees(self):
        return self.situations.places(self.piste, self.formule, self.attente.date) if self.formule else []

    @property
    def situation(self):
        return self.situations.de(self.piste, self.formule, self.attente.date)


def suivre_le_service(tenue: Tenue) -> bool:
    """End an offer whose booking the service confirmed or cancelled itself; tell whether it did."""
    if tenue.attente.etat != EtatAttente.PROPOSEE or tenue.reservation.etat == EtatReservation.PROPOSEE:
        return False
    confirmee = tenue.reservation.etat == EtatReservation.CONFIRMEE
    finir(tenue.attente, EtatAttente.ACCEPTEE if confirmee else EtatAttente.RETIREE, motif=PAR_LE_SERVICE)
    return True


def suit_l_inscription(attente: Attente, reservation: Reservation) -> bool:
    """Tell whether an offered booking is still where its registration is, and paid by who pays it."""
    i = attente.inscription
    return (reservation.lieu_id, reservation.payeur_id) == (i.lieu_id, i.payeur_id)


def a_plat(rangees) -> list[Creneau]:
    """Give the rows of places of these pairs (the place's, that of the group or None)."""
    return [c for rangee in rangees for c in rangee if c]


def devant(attente: int, creneaux: Iterable[int]) -> Counter:
    """Count, by row of places (id), who asked before and lacks one there."""
    avant = PlaceAttendue.objects.filter(creneau__in=creneaux, manque=True, attente__lt=attente)
    return Counter(avant.values_list("creneau_id", flat=True))
