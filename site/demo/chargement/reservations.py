"""The bookings of the past months and of the coming weeks: history, written at once and consistent with the places."""

import random
from collections import Counter
from datetime import date, timedelta

from django.db.models import F

from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.places import formule_de
from reservations.planning.models import Prise, Reservation

SEMAINES_A_VENIR = 3


def charger_reservations(aujourdhui: date, *, depuis: date) -> None:
    """Book most children most days between ``depuis`` and the coming weeks, by weekly habits; once."""
    if Reservation.objects.exists():
        return
    hasard = random.Random(480)
    jusque = aujourdhui + timedelta(weeks=SEMAINES_A_VENIR)
    creneaux = {}
    for creneau in Creneau.objects.filter(date__range=(depuis, jusque)).order_by("pk"):
        creneaux.setdefault((creneau.lieu_id, creneau.unite_id), {})[creneau.date] = creneau
    lignes, vus, connus = [], set(), set()
    for inscription in Inscription.objects.select_related("activite").order_by("pk"):
        jours = inscription.activite.jours
        habitudes = hasard.sample(jours, min(hasard.choice([1, 2, 3, 4, 4, 4]), len(jours)))
        formule = formule_de(inscription.activite_id)
        # A child of two homes comes on its days with one, then with the other.
        qui = (inscription.enfant_id, inscription.activite_id)
        decalage = inscription.pk % 2 if qui in connus else 0
        connus.add(qui)
        par_unite = [creneaux.get((inscription.lieu_id, unite), {}) for unite in formule.cles_unites]
        for jour in par_unite[0]:
            ensemble = [du_jour[jour] for du_jour in par_unite if jour in du_jour]
            plein = any(c.places is not None and c.prises >= c.places for c in ensemble)
            incomplet = len(ensemble) < len(par_unite)
            pair = jour.isocalendar().week % 2
            cle = (*qui, jour)
            if jour.weekday() not in habitudes or cle in vus or plein or incomplet or (decalage and pair == 0):
                continue
            vus.add(cle)
            for creneau in ensemble:
                creneau.prises += 1
            lignes.append((inscription, formule, ensemble))
    _ecrire(lignes)


def _ecrire(lignes):
    reservations = Reservation.objects.bulk_create(
        (
            Reservation(
                enfant_id=i.enfant_id,
                formule=formule,
                lieu_id=i.lieu_id,
                payeur_id=i.payeur_id,
                date=creneaux[0].date,
            )  # fmt: skip
            for i, formule, creneaux in lignes
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
            for reservation, (i, _, creneaux) in zip(reservations, lignes, strict=True)
            for creneau in creneaux
        ),
        batch_size=2000,
    )
    for pk, nombre in Counter(c.pk for _, _, creneaux in lignes for c in creneaux).items():
        Creneau.objects.filter(pk=pk).update(prises=F("prises") + nombre)
