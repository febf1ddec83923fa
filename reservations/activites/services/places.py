"""Which days and places an activity has open; the only writer of days that open."""

from datetime import date, timedelta

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all
from commune.calendrier import Calendrier
from commune.models import Lieu
from commune.services import calendrier
from reservations.activites.extensions import A_L_OUVERTURE
from reservations.activites.models import Activite, Capacite, Creneau, Groupe
from reservations.activites.rules_places import LigneDePlaces, ligne_du
from reservations.activites.services.catalogue import catalogue


def est_ouverte(activite: Activite, jour: date, jours: Calendrier) -> bool:
    """Whether the activity runs on ``jour`` by its calendar (closings of a day are on the créneau)."""
    if jours.nom_des_vacances(jour):
        return jours.est_ouvre(jour) and jour.weekday() in activite.jours_vacances
    return jours.est_jour_d_ecole(jour, tuple(activite.jours))


def lieux_ouverts(activite: Activite):
    """The places where some formule still has a créneau of each of its units, today or later."""
    a_venir = Creneau.objects.filter(unite__activite=activite, groupe=None, date__gte=clock.aujourdhui()).order_by()
    ouvertes: dict[int, set[int]] = {}
    for lieu, unite in a_venir.values_list("lieu", "unite").distinct():
        ouvertes.setdefault(lieu, set()).add(unite)
    formules = [{u.pk for u in f.unites} for f in catalogue().par_activite.get(activite.pk, ())]
    return Lieu.objects.filter(pk__in=[li for li, unites in ouvertes.items() if any(f <= unites for f in formules)])


def ligne(capacite: Capacite) -> LigneDePlaces:
    """Give a line of capacity, as a value."""
    return LigneDePlaces(capacite.groupe_id, tuple(capacite.jours), capacite.du, capacite.au, capacite.places)


def lignes_de(activite: Activite, lieu: Lieu, *, sauf: int | None = None) -> list[LigneDePlaces]:
    """Give the lines of capacity of an activity at a place, but for this one."""
    return [ligne(c) for c in Capacite.objects.filter(activite=activite, lieu=lieu).exclude(pk=sauf)]


def jours_a_ouvrir(activite: Activite, du: date, au: date, *, vacances: bool | None = None) -> list[date]:
    """The days on which the activity runs; of school time alone, or of the holidays alone, when asked."""
    jours = calendrier()
    tous = (du + timedelta(days=n) for n in range((au - du).days + 1))
    return [
        j
        for j in tous
        if est_ouverte(activite, j, jours) and (vacances is None or bool(jours.nom_des_vacances(j)) == vacances)
    ]


def ouvrir(activite: Activite, lieu: Lieu, *, du: date, au: date, places: int | None = None, par=None) -> int:
    """Open every day on which the activity runs between two dates (``ouvrir_jours``)."""
    return ouvrir_jours(activite, lieu, jours_a_ouvrir(activite, du, au), places=places, par=par)


@transaction.atomic
def ouvrir_jours(activite: Activite, lieu: Lieu, jours: list[date], *, places: int | None = None, par=None) -> int:
    """Open these days: a row for the place and one for each group, of each unit; give how many were new.

    Idempotent: days already open keep their places, what is missing is added. ``places``: what the place opens with
    where no line of capacity says it. Whoever waits for open days (extensions.A_L_OUVERTURE) is told.
    """
    lignes, unites = lignes_de(activite, lieu), list(activite.unites.all())
    groupes = [None, *Groupe.objects.filter(activite=activite, lieu=lieu)]
    avant = Creneau.objects.count()
    Creneau.objects.bulk_create(
        [
            Creneau(unite=unite, lieu=lieu, groupe=groupe, date=jour, places=_places(lignes, jour, groupe, places))
            for jour in jours
            for unite in unites
            for groupe in groupes
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    nouveaux = Creneau.objects.count() - avant
    if nouveaux:
        _refermer(activite, lieu, jours)
        journal.noter(
            ActionJournal.JOURS_OUVERTS, activite, par=par, lieu=str(lieu), du=jours[0].isoformat(),
            au=jours[-1].isoformat(), nouveaux=nouveaux,
        )  # fmt: skip
        for prevenir in A_L_OUVERTURE:
            prevenir(activite, lieu, jours, par=par)
    return nouveaux


def _places(lignes, jour, groupe, defaut):
    dite = ligne_du(lignes, jour, groupe.pk if groupe else None)
    if dite is None:
        return None if groupe else defaut
    return dite.places


def _refermer(activite, lieu, jours):
    """A row added to a day that is closed there is closed with it."""
    ici = Creneau.objects.filter(unite__activite=activite, lieu=lieu, date__in=jours)
    for jour, motif in set(ici.filter(ferme=True).values_list("date", "motif")):
        ici.filter(date=jour, ferme=False).update(ferme=True, motif=motif)
    ici.filter(date__in=list(ici.filter(restreint=True).values_list("date", flat=True))).update(restreint=True)


def etudier_capacites(activite: Activite, *, lignes: dict[int, list[LigneDePlaces]], verrou=False):
    """Give the rows to come whose places change by ``lignes`` {place: lines}, each with its new places."""
    a_venir = Creneau.objects.filter(unite__activite=activite, lieu__in=lignes, date__gte=clock.aujourdhui())
    changes = []
    for creneau in lock_all(a_venir) if verrou else a_venir:
        dite = ligne_du(lignes[creneau.lieu_id], creneau.date, creneau.groupe_id)
        if dite is not None and dite.places != creneau.places:
            changes.append((creneau, dite.places))
    return changes
