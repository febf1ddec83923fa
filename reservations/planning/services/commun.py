"""What several services of bookings share."""

from django.urls import reverse
from django_q.tasks import async_task

from common import clock
from common.courriels import envoyer
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Prise, Reservation


def annuler(cles, *, motif):
    """End these bookings and give their places' rows back; the caller updates the counters it locked."""
    if cles:
        Prise.objects.filter(reservation__in=cles).delete()
        Reservation.objects.filter(pk__in=cles).update(
            etat=EtatReservation.ANNULEE, annulee_le=clock.maintenant(), motif_annulation=motif
        )


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
