"""What several services of bookings share."""

from collections import Counter
from datetime import date

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from common import clock, journal
from common.database.locks import lock_all
from common.mails import courriels
from reservations.activites.extensions import places_a_prendre
from reservations.activites.models import Creneau
from reservations.planning import reading
from reservations.planning.enums import EtatReservation
from reservations.planning.models import MOTIF_MAX, Prise, Reservation

CONFIRMATION = "reservations.planning.tasks.lettre_de_confirmation"
AJUSTER = """
UPDATE activites_creneau SET prises = prises + m.pas
FROM unnest(%s::bigint[], %s::int[]) AS m(id, pas) WHERE activites_creneau.id = m.id
RETURNING activites_creneau.id, m.pas, attendus
"""


def annuler(cles, *, cause, motif):
    """End these bookings and give their places back; the caller holds the rows of places (``verrouiller_places``)."""
    if cles:
        rendre(cles)
        raison = journal.court(motif, MOTIF_MAX)
        Reservation.objects.filter(pk__in=cles).update(
            etat=EtatReservation.ANNULEE,
            annulee_le=clock.maintenant(),
            cause=cause,
            motif_annulation=raison,
            expire_le=None,
        )


def _places_de(cles) -> Counter:
    """Count the places that these bookings take, by row: the place's and the group's."""
    prises = Prise.objects.filter(reservation__in=cles).values_list("creneau_id", "creneau_du_groupe_id")
    return Counter(creneau for rangee in prises for creneau in rangee if creneau)


def verrouiller_places(cles) -> list[Creneau]:
    """Lock the rows of places that these bookings take, of the places and of their groups."""
    prises = Prise.objects.filter(reservation__in=cles)
    du_groupe = prises.filter(creneau_du_groupe__isnull=False)
    return lock_all(
        Creneau.objects.filter(Q(pk__in=prises.values("creneau")) | Q(pk__in=du_groupe.values("creneau_du_groupe")))
    )


def prendre(lots) -> None:
    """Have each booking take its rows: (booking, [(the place's row, that of the child's group or None)])."""
    lots = list(lots)
    Prise.objects.bulk_create(
        Prise(
            reservation=r, creneau=creneau, creneau_du_groupe=du_groupe, enfant_id=r.enfant_id,
            unite_id=creneau.unite_id, date=creneau.date,
        )
        for r, rangees in lots
        for creneau, du_groupe in rangees
    )  # fmt: skip
    ajuster(Counter(c.pk for _, rangees in lots for rangee in rangees for c in rangee if c))


def rendre(cles) -> None:
    """Give back the places of these bookings, which take others."""
    ajuster({creneau: -n for creneau, n in _places_de(cles).items()})
    Prise.objects.filter(reservation__in=cles).delete()


def relire(inscriptions) -> None:
    """Take the dates of these registrations as they are under the lock of their child: an agent may have changed them.

    One that was ended, or that goes on elsewhere or at the cost of another, covers no day any more.
    """
    lues = {i[0]: i for i in reading.inscriptions_actuelles(inscriptions={i.pk for i in inscriptions})}
    for inscription in inscriptions:
        _, du, au, lieu, payeur = lues.get(inscription.pk, (None,) * 5)
        tient = (lieu, payeur) == (inscription.lieu_id, inscription.payeur_id)
        inscription.du, inscription.au = (du, au) if tient else (date.max, date.max)


def ajuster(mouvements):
    """Add to each créneau's counter what ``mouvements`` (id: places taken, negative when given back) says.

    Relative, in one statement: were a lock ever forgotten, the constraint on the counter would still see the truth.
    Who waits for one of those that are given back is told (``activites.places_a_prendre``).
    """
    touches = {pk: pas for pk, pas in mouvements.items() if pas}
    if touches:
        with connection.cursor() as curseur:
            curseur.execute(AJUSTER, [list(touches), list(touches.values())])
            lus = curseur.fetchall()
        places_a_prendre([cle for cle, pas, attendus in lus if pas < 0 and attendus])


def prevenir(demarche):
    """Promise the confirmation: in the same transaction, so that it leaves if and only if this one commits."""
    courriels.promettre(CONFIRMATION, demarche.pk, cle=f"demarche:{demarche.pk}", objet="Votre demande")


def absent_demain() -> str:
    """Give the address of « malade demain ? » already filled in, whatever the day on which it is opened."""
    return f"{reverse('planning:absence')}?jours=demain"
