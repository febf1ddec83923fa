"""A day off of the whole town closes what is open that day; no longer off, it opens again with what was booked."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Count

from common import clock
from common.database.locks import lock_all
from common.words import typo
from commune.extensions import SuiteDUnJourChome
from commune.models import Lieu
from commune.services import calendrier
from reservations.activites.models import Activite, Creneau
from reservations.activites.services.places import est_ouverte, ouvrir_jours
from reservations.planning import reading
from reservations.planning.models import Fermeture, OperationDeFermeture, Reservation, ReservationFermee
from reservations.planning.services.fermetures import Ou, annoncer_fermeture, fermer_dans
from reservations.planning.services.reouvertures import annoncer_reouverture, etudier_reouverture, remettre


@dataclass(frozen=True)
class _Ouvert:
    """What is open, and not closed, of an activity on a day: its places."""

    activite: Activite
    jour: date
    lieux: list[Lieu]


def _ouverts(jours) -> list[_Ouvert]:
    """Give what is open on these days, from today on."""
    a_venir = [j for j in jours if j >= clock.aujourdhui()]
    trouves = {}
    ouverts = Creneau.objects.filter(date__in=a_venir, ferme=False).order_by()
    for activite, jour, lieu in ouverts.values_list("unite__activite", "date", "lieu").distinct():
        trouves.setdefault((jour, activite), set()).add(lieu)
    activites = Activite.objects.in_bulk({a for _, a in trouves})
    lieux = Lieu.objects.in_bulk({pk for siens in trouves.values() for pk in siens})
    return [
        _Ouvert(activites[a], jour, sorted((lieux[pk] for pk in siens), key=lambda li: li.tri))
        for (jour, a), siens in sorted(trouves.items(), key=lambda t: (t[0][0], activites[t[0][1]].tri))
    ]


def annoncer_chomes(jours) -> list[str]:
    """Say, activity by activity, what making these days off would close, and how many bookings and families lose."""
    ouverts = _ouverts(jours)
    touchees = Reservation.objects.vivantes().filter(date__in={o.jour for o in ouverts}, prises__creneau__ferme=False)
    comptes = {
        (activite, jour): (reservations, familles)
        for activite, jour, reservations, familles in touchees.order_by()
        .values_list("formule__activite", "date")
        .annotate(Count("pk", distinct=True), Count("payeur", distinct=True))
    }
    return [_fermerait(o, *comptes.get((o.activite.pk, o.jour), (0, 0))) for o in ouverts]


def _fermerait(ouvert, reservations, familles) -> str:
    annulees = "aucune réservation"
    if reservations:
        s = typo.pluriel(reservations)
        annulees = f"{reservations} réservation{s} annulée{s} et non facturée{s}"
        annulees += f", de {familles} famille{typo.pluriel(familles)}"
    ou = typo.enumeration(lieu.nom for lieu in ouvert.lieux)
    return f"{typo.date_longue(ouvert.jour).capitalize()}, {ouvert.activite.nom} ({ou}) : {annulees}."


@transaction.atomic
def fermer_les_chomes(jours, *, motif: str, par) -> None:
    """Close all that is open on these days; each family gets one mail."""
    # All the places at once, in their order: one activity after another would wait for who books several.
    lock_all(Creneau.objects.filter(date__in=jours))
    ouverts = _ouverts(jours)
    if not ouverts:
        return
    operation = OperationDeFermeture.objects.create(motif=motif, generale=True, faite_par=par)
    for o in ouverts:
        fermer_dans(operation, ou=[Ou(o.activite, lieu) for lieu in o.lieux], jours=[o.jour], par=par)
    annoncer_fermeture(operation)


def _fermetures(jours):
    """Give the closings that the calendar made on these days, from today on."""
    a_venir = [j for j in jours if j >= clock.aujourdhui()]
    return Fermeture.objects.en_cours().filter(operation__generale=True, date__in=a_venir)


def _jamais_ouverts(jours) -> list[tuple[Activite, Lieu, date]]:
    """Give what runs on these days once they are worked, and was not opened: days before and after are."""
    connu = calendrier()
    travaille = replace(connu, feries=connu.feries - set(jours))
    trouves = []
    for jour in (j for j in jours if j >= clock.aujourdhui()):
        avant, apres, ce_jour = (
            set(Creneau.objects.filter(**quand).order_by().values_list("unite__activite", "lieu").distinct())
            for quand in ({"date__lt": jour}, {"date__gt": jour}, {"date": jour})
        )
        manquants = sorted((avant & apres) - ce_jour)
        activites = Activite.objects.in_bulk({a for a, _ in manquants})
        lieux = Lieu.objects.in_bulk({li for _, li in manquants})
        trouves += [
            (activites[a], lieux[li], jour) for a, li in manquants if est_ouverte(activites[a], jour, travaille)
        ]
    return trouves


def annoncer_travailles(jours) -> list[str]:
    """Say what opens again when these days are no longer off, with how many of the bookings."""
    annonces = []
    for fermeture in _fermetures(jours).select_related("activite", "lieu"):
        issues = etudier_reouverture([fermeture])
        remises = sum(i.non is None for i in issues)
        s, suite = typo.pluriel(remises), ""
        if issues:
            suite = f", {remises} réservation{s} remise{s}"
            suite += f", {len(issues) - remises} non" if len(issues) > remises else ""
        annonces.append(_ouvre(fermeture.activite, fermeture.lieu, fermeture.date, suite))
    annonces += [_ouvre(*manquant, ", sans réservation pour l’instant") for manquant in _jamais_ouverts(jours)]
    return annonces


def _ouvre(activite, lieu, jour, suite):
    return f"{typo.date_longue(jour).capitalize()}, {activite.nom} ({lieu.nom}) ouvre{suite}."


@transaction.atomic
def rouvrir_les_travailles(jours, *, par) -> None:
    """Open again what the calendar had closed on these days, with its bookings, and what it kept from opening."""
    fermetures = lock_all(_fermetures(jours))
    touchees = ReservationFermee.objects.filter(fermeture__in=fermetures)
    reading.verrouiller_enfants(enfants=set(touchees.values_list("reservation__enfant", flat=True)))
    lock_all(Creneau.objects.filter(date__in={f.date for f in fermetures}))
    annoncer_reouverture(remettre(fermetures, par=par))
    for activite, lieu, jour in _jamais_ouverts(jours):
        ouvrir_jours(activite, lieu, [jour], par=par)


SUITE = SuiteDUnJourChome(annoncer_chomes, fermer_les_chomes, annoncer_travailles, rouvrir_les_travailles)
