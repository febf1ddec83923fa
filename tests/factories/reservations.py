"""Bookings by the dozen, consistent with the places: ``reserver_jours(maison, donges, jours)``."""

from collections import Counter
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import F

from commune.services import calendrier
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Prise, Reservation
from reservations.planning.services import Souhait
from reservations.planning.situations import pistes


def jours_d_ecole(mois: date) -> list[date]:
    """Give the school days of the month of ``mois`` (Monday, Tuesday, Thursday, Friday outside holidays)."""
    jour, jours = mois.replace(day=1), []
    connu = calendrier()
    while jour.month == mois.month:
        if connu.est_jour_d_ecole(jour):
            jours.append(jour)
        jour += timedelta(days=1)
    return jours


def reserver_jours(maison, donges, jours, *, enfants=None, places=None):
    """Book ``jours`` at the canteen for the children of ``maison`` (what ``famille()`` returned).

    Past days and full days are taken too: this makes data, it does not judge. ``places`` is the limit of the
    créneaux it has to create (none by default). Return the bookings.
    """
    petits = maison.enfants if enfants is None else enfants
    return reserver_en_nombre([(enfant, maison.payeur) for enfant in petits], donges, jours, places=places)


def reserver_en_nombre(couples, donges, jours, *, places=None):
    """Book ``jours`` for many (child, payer) at once, in a handful of queries."""
    jours = sorted(set(jours))
    Creneau.objects.bulk_create(
        [Creneau(unite=donges.repas, lieu=donges.restaurant, date=jour, places=places) for jour in jours],
        ignore_conflicts=True,
    )
    creneaux = {c.date: c for c in Creneau.objects.filter(unite=donges.repas, lieu=donges.restaurant, date__in=jours)}
    reservations = Reservation.objects.bulk_create(
        Reservation(enfant=enfant, formule=donges.formule, lieu=donges.restaurant, payeur=payeur, date=jour)
        for enfant, payeur in couples
        for jour in jours
    )
    Prise.objects.bulk_create(
        Prise(reservation=r, creneau=creneaux[r.date], enfant_id=r.enfant_id, unite=donges.repas, date=r.date)
        for r in reservations
    )
    for jour, nombre in Counter(r.date for r in reservations).items():
        Creneau.objects.filter(pk=creneaux[jour].pk).update(prises=F("prises") + nombre)
    return reservations


def piste_de(inscription, *, foyers=None):
    """Give the row of a registration, as the pages of its payer's home make it."""
    inscription = Inscription.objects.select_related("enfant", "activite", "lieu", "payeur__foyer").get(
        pk=inscription.pk
    )
    cache.delete("memoire.catalogue")
    (piste,) = pistes([inscription], {inscription.payeur.foyer_id} if foyers is None else foyers)
    return piste


def souhaiter(piste, jour, sens, formule=None, **heures):
    """Wish a day of a row, of its first formule unless told."""
    return Souhait(piste, formule or piste.formules[0], jour, sens, **heures)
