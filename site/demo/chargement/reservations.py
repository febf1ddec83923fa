"""The bookings of the past months and of the coming weeks: history, written at once and consistent with the places."""

import random
from collections import Counter
from datetime import date, timedelta

from django.db.models import F

from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Prise, Reservation

SEMAINES_A_VENIR = 3


def charger_reservations(aujourdhui: date, *, depuis: date) -> None:
    """Book most children most days between ``depuis`` and the coming weeks, by weekly habits; once."""
    if Reservation.objects.exists():
        return
    hasard = random.Random(480)
    jusque = aujourdhui + timedelta(weeks=SEMAINES_A_VENIR)
    creneaux = {}
    for creneau in Creneau.objects.filter(date__range=(depuis, jusque)):
        creneaux.setdefault(creneau.lieu_id, []).append(creneau)
    lignes, vus = [], set()
    inscriptions = Inscription.objects.select_related("activite").prefetch_related("activite__formules")
    for inscription in inscriptions.order_by("pk"):
        habitudes = hasard.sample(inscription.activite.jours, hasard.choice([1, 2, 3, 4, 4, 4]))
        formule = inscription.activite.formules.all()[0]
        # A child of two homes eats on its days with one, then with the other.
        decalage = inscription.pk % 2 if inscription.enfant_id in {i for i, _ in vus} else 0
        for creneau in creneaux.get(inscription.lieu_id, []):
            cle = (inscription.enfant_id, creneau.date)
            pair = creneau.date.isocalendar().week % 2
            plein = creneau.places is not None and creneau.prises >= creneau.places
            if creneau.date.weekday() not in habitudes or cle in vus or plein or (decalage and pair == 0):
                continue
            vus.add(cle)
            creneau.prises += 1
            lignes.append((inscription, formule, creneau))
    _ecrire(lignes)


def _ecrire(lignes):
    reservations = Reservation.objects.bulk_create(
        (
            Reservation(
                enfant_id=i.enfant_id, formule=formule, lieu_id=i.lieu_id, payeur_id=i.payeur_id, date=creneau.date
            )
            for i, formule, creneau in lignes
        ),
        batch_size=2000,
    )
    Prise.objects.bulk_create(
        (
            Prise(
                reservation=reservation,
                creneau=creneau,
                enfant_id=i.enfant_id,
                unite_id=creneau.unite_id,
                date=creneau.date,
            )
            for reservation, (i, _, creneau) in zip(reservations, lignes, strict=True)
        ),
        batch_size=2000,
    )
    for pk, nombre in Counter(creneau.pk for _, _, creneau in lignes).items():
        Creneau.objects.filter(pk=pk).update(prises=F("prises") + nombre)
