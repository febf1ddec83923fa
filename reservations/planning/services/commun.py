"""What several services of bookings share."""

from django.db import connection
from django.urls import reverse

from common import clock, journal
from common.mails import courriels
from reservations.planning.constats import resumer
from reservations.planning.enums import EtatReservation
from reservations.planning.models import MOTIF_MAX, Prise, Reservation

CONFIRMATION = "reservations.planning.tasks.lettre_de_confirmation"
AJUSTER = """
UPDATE activites_creneau SET prises = prises + m.pas
FROM unnest(%s::bigint[], %s::int[]) AS m(id, pas) WHERE activites_creneau.id = m.id
"""


def annuler(cles, *, cause, motif):
    """End these bookings and give their places' rows back; the caller updates the counters it locked."""
    if cles:
        Prise.objects.filter(reservation__in=cles).delete()
        raison = journal.court(motif, MOTIF_MAX)
        Reservation.objects.filter(pk__in=cles).update(
            etat=EtatReservation.ANNULEE,
            annulee_le=clock.maintenant(),
            cause=cause,
            motif_annulation=raison,
            rang=None,
            expire_le=None,
        )


def ajuster(mouvements):
    """Add to each créneau's counter what ``mouvements`` (id: places taken, negative when given back) says.

    Relative, in one statement: were a lock ever forgotten, the constraint on the counter would still see the truth.
    """
    touches = {pk: pas for pk, pas in mouvements.items() if pas}
    if touches:
        with connection.cursor() as curseur:
            curseur.execute(AJUSTER, [list(touches), list(touches.values())])


def prevenir(demarche):
    """Promise the confirmation: in the same transaction, so that it leaves if and only if this one commits."""
    courriels.promettre(CONFIRMATION, demarche.pk, cle=f"demarche:{demarche.pk}", objet="Votre demande")


def lettre_de_confirmation(demarche) -> dict:
    """Give the answer, to who asked or to the adult for whom an agent did."""
    return {
        "a": demarche.adresse_de_reponse,
        "objet": resumer(demarche.constat, sinon=f"Votre demande : {demarche.get_etat_display().lower()}"),
        "gabarit": "courriels/demande",
        "demarche": demarche,
        "refusees": demarche.lignes_refusees,
        "lien": reverse("demarches:detail", args=[demarche.numero]),
    }
