"""Open a year or a session after a preview, and change the places of the days to come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.words import typo
from commune.models import Lieu
from reservations.activites.extensions import places_a_prendre
from reservations.activites.models import Activite, Capacite, Creneau, Groupe, PeriodeReservation
from reservations.activites.rules_places import ligne_du, surbooking
from reservations.activites.services.places import etudier_capacites, jours_a_ouvrir, lignes_de, ouvrir_jours
from reservations.activites.services.reglages import ecrire, enregistrer, retirer


@dataclass(frozen=True)
class MoisAOuvrir:
    """What opening does at a place in a month: its days, those that lack something, the places of a day."""

    activite: Activite
    lieu: Lieu
    mois: date
    jours: int
    nouveaux: int
    places: tuple[str, ...]


def lieux_connus() -> dict[tuple[int, int], str]:
    """Where each activity can open, in words: it has a capacity, a group or an open day there."""
    paires = set(Capacite.objects.values_list("activite", "lieu"))
    paires |= set(Groupe.objects.values_list("activite", "lieu"))
    paires |= set(Creneau.objects.order_by().values_list("unite__activite", "lieu").distinct())
    activites, lieux = Activite.objects.in_bulk({a for a, _ in paires}), Lieu.objects.in_bulk({li for _, li in paires})
    noms = {(a, li): f"{activites[a]} : {lieux[li]}" for a, li in paires}
    return dict(sorted(noms.items(), key=lambda paire: (activites[paire[0][0]].tri, lieux[paire[0][1]].tri)))


def etudier_ouverture(paires, *, du: date, au: date, vacances: bool | None = None) -> list[MoisAOuvrir]:
    """Say, by place and month, what ``ouvrir_partout`` would open; write nothing."""
    apercus = []
    for activite, lieu in paires:
        jours, lignes = jours_a_ouvrir(activite, du, au, vacances=vacances), lignes_de(activite, lieu)
        entiers = _deja_entiers(activite, lieu, du, au)
        for mois in sorted({j.replace(day=1) for j in jours}):
            siens = [j for j in jours if j.replace(day=1) == mois]
            dits = sorted({_places_en_clair(ligne_du(lignes, j, None)) for j in siens})
            apercus.append(
                MoisAOuvrir(activite, lieu, mois, len(siens), sum(j not in entiers for j in siens), tuple(dits))
            )
    return apercus


def _deja_entiers(activite, lieu, du, au):
    """Give the days that lack no row: of each unit, the place's and one for each group."""
    attendues = activite.unites.count() * (1 + Groupe.objects.filter(activite=activite, lieu=lieu).count())
    ouverts = Creneau.objects.filter(unite__activite=activite, lieu=lieu, date__range=(du, au))
    comptes = ouverts.order_by().values("date").annotate(nombre=Count("pk"))
    return set(comptes.filter(nombre__gte=attendues).values_list("date", flat=True))


def _places_en_clair(ligne):
    return "sans limite" if ligne is None or ligne.places is None else typo.nombre(ligne.places)


@transaction.atomic
def ouvrir_partout(paires, *, du: date, au: date, par, vacances: bool | None = None, session=None) -> int:
    """Open each (activity, place) between two dates; give how many places of a unit on a day are new.

    ``session``: (name, opening, closing) of the booking period that each activity gets, unless it has one there.
    """
    nouveaux = 0
    for activite, lieu in paires:
        if session:
            _ouvrir_la_periode(activite, session, du=du, au=au, par=par)
        nouveaux += ouvrir_jours(activite, lieu, jours_a_ouvrir(activite, du, au, vacances=vacances), par=par)
    return nouveaux


def periodes_gardees(paires, *, du: date, au: date) -> list[PeriodeReservation]:
    """Give the booking periods that these activities already have there: they stay as they are."""
    return list(_periodes_la({activite for activite, _ in paires}, du, au).select_related("activite"))


def _periodes_la(activites, du, au):
    return PeriodeReservation.objects.filter(activite__in=activites, du__lte=au, au__gte=du)


def _ouvrir_la_periode(activite, session, *, du, au, par):
    nom, ouvre_le, ferme_le = session
    lock(activite)
    if _periodes_la([activite], du, au).exists():
        return
    periode = PeriodeReservation(
        activite=activite, nom=nom, du=du, au=au, ouvre_le=ouvre_le, ferme_le=ferme_le, session=True
    )
    ecrire(periode, par=par)


@transaction.atomic
def appliquer_capacites(activite: Activite, lieux, *, motif: str, par) -> int:
    """Give the days to come at these places what the lines of capacity say now; give how many rows changed.

    Under what is taken nobody loses a place: the row grants as many beyond, for a reason. Raise Refus: ``motif``.
    """
    changes = etudier_capacites(activite, lignes={li.pk: lignes_de(activite, li) for li in lieux}, verrou=True)
    dessous = [c for c, places in changes if surbooking(places, c.prises)]
    if dessous and not motif.strip():
        raise Refus(DESSOUS.format(len(dessous), typo.date_longue(min(c.date for c in dessous))), code="motif")
    for creneau, places in changes:
        creneau.places, creneau.surbooking = places, surbooking(places, creneau.prises)
    Creneau.objects.bulk_update([c for c, _ in changes], ["places", "surbooking"], batch_size=500)
    places_a_prendre([c.pk for c, _ in changes if c.attendus])
    if changes:
        comptes = Counter(c.lieu_id for c, _ in changes)
        for lieu in lieux:
            if comptes[lieu.pk]:
                journal.noter(
                    ActionJournal.PLACES_CHANGEES, activite, par=par, motif=motif, lieu=str(lieu),
                    jours=comptes[lieu.pk], au_dela=len(dessous),
                )  # fmt: skip
    return len(changes)


DESSOUS = (
    "Plus d’enfants sont déjà réservés que ces places ({} fois, à partir du {}) : ils gardent leur place. Dites "
    "pourquoi vous baissez."
)


@transaction.atomic
def enregistrer_capacite(form, *, activite: Activite, par) -> Capacite:
    """Write a line of capacity, and give its places to the days to come. Raise Refus: ``motif``."""
    avant = Capacite.objects.filter(pk=form.instance.pk).first() if form.instance.pk else None
    capacite = enregistrer(form, activite=activite, par=par)
    lieux = {li.pk: li for li in (capacite.lieu, *([avant.lieu] if avant else []))}
    appliquer_capacites(activite, list(lieux.values()), motif=form.cleaned_data["motif"], par=par)
    return capacite


@transaction.atomic
def retirer_capacite(capacite: Capacite, *, par) -> None:
    """Remove a line of capacity: the days to come take what the other lines say."""
    activite, lieu = capacite.activite, capacite.lieu
    retirer(capacite, par=par)
    appliquer_capacites(activite, [lieu], motif="Capacité retirée", par=par)


@transaction.atomic
def enregistrer_groupe(form, *, activite: Activite, par) -> Groupe:
    """Write a group; on the days to come that are open at its place it gets its rows."""
    groupe = enregistrer(form, activite=activite, par=par)
    ouverts = Creneau.objects.filter(unite__activite=activite, lieu=groupe.lieu_id, date__gte=clock.aujourdhui())
    ouvrir_jours(activite, groupe.lieu, sorted(set(ouverts.values_list("date", flat=True))), par=par)
    return groupe
