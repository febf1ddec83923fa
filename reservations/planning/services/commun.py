"""What several services of bookings share."""

from django.db.models import Case, F, Value, When
from django.urls import reverse
from django_q.tasks import async_task

from common import clock
from common.courriels import envoyer
from reservations.activites.models import Creneau
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Prise, Reservation


def annuler(cles, *, motif):
    """End these bookings and give their places' rows back; the caller updates the counters it locked."""
    if cles:
        Prise.objects.filter(reservation__in=cles).delete()
        Reservation.objects.filter(pk__in=cles).update(
            etat=EtatReservation.ANNULEE, annulee_le=clock.maintenant(), motif_annulation=motif
        )


def ajuster(mouvements):
    """Add to each créneau's counter what ``mouvements`` (id: places taken, negative when given back) says.

    Relative, in one statement: were a lock ever forgotten, the constraint on the counter would still see the truth.
    """
    par_pas = {}
    for pk, pas in mouvements.items():
        if pas:
            par_pas.setdefault(pas, []).append(pk)
    if par_pas:
        pas = Case(*(When(pk__in=cles, then=Value(pas)) for pas, cles in par_pas.items()))
        touches = [pk for cles in par_pas.values() for pk in cles]
        Creneau.objects.filter(pk__in=touches).update(prises=F("prises") + pas)


def prevenir(demarche):
    """Ask for the confirmation mail: in the same transaction, so that it leaves if and only if this one commits."""
    async_task("reservations.planning.tasks.confirmer", demarche.pk)


def confirmer(demarche):
    """Mail the answer to who asked, once."""
    auteur = demarche.auteur
    envoyer(
        cle=f"demarche:{demarche.pk}",
        a=auteur.email if auteur else "",
        objet=f"Votre demande : {demarche.get_etat_display().lower()}",
        gabarit="courriels/demande",
        demarche=demarche,
        destinataire=auteur,
        lien=reverse("demarches:detail", args=[demarche.numero]),
    )
