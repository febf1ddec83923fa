"""What days that open change for bookings: a group that came later takes in its children, usual weeks book theirs."""

from django_q.tasks import async_task

from common.database.locks import lock_all
from reservations.activites.models import Creneau
from reservations.activites.rules_places import surbooking
from reservations.activites.services.catalogue import catalogue
from reservations.planning.models import Prise


def a_l_ouverture(activite, lieu, jours, *, par) -> None:
    """In the transaction that opens the days."""
    _rejoindre_les_groupes(activite, lieu, jours)
    async_task("reservations.planning.tasks.poser_les_habitudes", activite.pk)


def _rejoindre_les_groupes(activite, lieu, jours) -> None:
    """Count in the group of its age each child who had booked before the group was open; nobody loses its place."""
    connu = catalogue()
    if (activite.pk, lieu.pk) not in connu.groupes:
        return
    rangees = {
        (c.unite_id, c.date, c.groupe_id): c
        for c in lock_all(
            Creneau.objects.filter(unite__activite=activite, lieu=lieu, date__in=jours, groupe__isnull=False)
        )
    }
    sans_groupe = Prise.objects.filter(
        creneau__unite__activite=activite, creneau__lieu=lieu, date__in=jours, creneau_du_groupe__isnull=True
    )
    changees = []
    for prise in sans_groupe.select_related("enfant").order_by("pk"):
        groupe, _ = connu.groupe(activite.pk, lieu.pk, naissance=prise.enfant.naissance, jour=prise.date)
        if groupe and (rangee := rangees.get((prise.unite_id, prise.date, groupe.pk))):
            prise.creneau_du_groupe = rangee
            rangee.prises += 1
            changees.append(prise)
    touchees = {p.creneau_du_groupe_id: p.creneau_du_groupe for p in changees}
    for rangee in touchees.values():
        rangee.surbooking = max(rangee.surbooking, surbooking(rangee.places, rangee.prises))
    Creneau.objects.bulk_update(touchees.values(), ["prises", "surbooking"], batch_size=500)
    Prise.objects.bulk_update(changees, ["creneau_du_groupe"], batch_size=500)
