"""The only writers of places."""

from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Count

from common import clock
from common.web.memory import remember
from commune.calendrier import Calendrier
from commune.models import Lieu
from commune.services import calendrier
from reservations.activites.models import Activite, Creneau, Formule


def formule_de(activite_id: int) -> Formule | None:
    """The formule that parents book, ``avec_unites``, with its activity and service; cached (common.web.memory)."""
    connues = remember("formules", lambda: {f.activite_id: f for f in _formules()})
    # One that was created this very second is read from the database.
    return connues.get(activite_id) or _formules().filter(activite=activite_id).last()


def formules_connues() -> dict[int, Formule]:
    """Every formule by id, with its hours; cached (common.web.memory)."""
    return remember("formules_horaires", lambda: Formule.objects.avec_horaires().in_bulk())


def debut(formule_id: int) -> time:
    """The hour at which it begins, to sort a day; midnight when unknown."""
    connue = formules_connues().get(formule_id)
    return connue.debut or time.min if connue else time.min


def _formules():
    return Formule.objects.avec_unites().select_related("activite__service").order_by("-pk")


def est_ouverte(activite: Activite, jour: date, jours: Calendrier) -> bool:
    """Whether the activity runs on ``jour`` by its calendar (closings of a day are on the créneau)."""
    if jours.nom_des_vacances(jour):
        return jour not in jours.feries and jour.weekday() in activite.jours_vacances
    return jours.est_jour_d_ecole(jour, tuple(activite.jours))


def lieux_ouverts(activite: Activite):
    """The places where every unit of the formule that parents book still has a créneau, today or later."""
    formule = formule_de(activite.pk)
    if formule is None or not formule.cles_unites:
        return Lieu.objects.none()
    a_venir = Creneau.objects.filter(unite__in=formule.cles_unites, date__gte=clock.aujourdhui()).order_by()
    complets = (
        a_venir.values("lieu").annotate(unites=Count("unite", distinct=True)).filter(unites=formule.nombre_unites)
    )
    return Lieu.objects.filter(pk__in=complets.values("lieu"))


@transaction.atomic
def ouvrir(activite, lieu, *, du: date, au: date, places: int | None) -> int:
    """Open the places of every unit of ``activite`` at ``lieu`` for each day it runs; return how many were new.

    Idempotent: days already open keep their places; run again after a change of calendar, it adds what is missing.
    """
    jours = calendrier()
    nombre = (au - du).days + 1
    ouverts = [j for j in (du + timedelta(days=n) for n in range(nombre)) if est_ouverte(activite, j, jours)]
    avant = Creneau.objects.count()
    Creneau.objects.bulk_create(
        [
            Creneau(unite=unite, lieu=lieu, date=jour, places=places)
            for unite in activite.unites.all()
            for jour in ouverts
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return Creneau.objects.count() - avant
