"""Some four months of bookings: each is wished when a family would have, and judged by the town's own rules."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from common import clock
from common.words.dates import lundi_de, premier_du_mois
from commune.services import calendrier
from demo.chargement.horloge import a_l_instant
from demo.identites import PARENT
from espace_prive.famille.models import Appartenance, Enfant
from reservations.activites.enums import Fonctionnement, Prestation
from reservations.activites.models import Activite, Inscription, PeriodeReservation
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.places import jours_a_ouvrir
from reservations.planning.enums import Sens
from reservations.planning.models import Reservation
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.services import habitudes
from reservations.planning.services.reserver import Souhait, ecrire, etudier
from reservations.planning.situations import Piste, pistes

SEMAINES_A_VENIR = 5
# The demonstration's own family has days left to book.
JOURS_A_VENIR_CHEZ_ELLE = 22
HABITUELS = 0.06  # of the registrations, those that a usual week books for the whole year
VIENT = 0.95  # of the days of its pattern, those on which a child does come
PRIS = 0.7  # of what an activity offers at several hours, a morning and an evening
EN_SESSION = 0.55  # of the weeks of holidays
# School time is booked when the file of the year is given.
AVANT_LA_RENTREE = timedelta(days=21)
# Usual weeks leave the last weeks of June, whose days are never quite known.
AVANT_L_ETE = timedelta(weeks=4)
QUART = timedelta(minutes=15)


@dataclass(frozen=True)
class Periode:
    """Days that are booked at the same moment: those of a booking period, or those that none holds."""

    instant: datetime
    jours: list[date]


def charger_reservations(aujourdhui: date, *, annee) -> None:
    """Book for every family, from three months ago to the coming weeks; once."""
    if Reservation.objects.exists():
        return
    hasard, chez_elle = random.Random(480), _chez_elle()
    bornes = max(annee.du, premier_du_mois(aujourdhui, -3)), aujourdhui + timedelta(weeks=SEMAINES_A_VENIR)
    for activite in Activite.objects.filter(fonctionnement=Fonctionnement.RESERVATION).order_by("pk"):
        rythmes = [Rythme(piste, hasard, chez_elle) for piste in pistes_de(activite)]
        if not rythmes:
            continue
        for periode in _periodes(activite, annee, *bornes):
            souhaits = [s for r in rythmes for s in r.souhaits(periode.jours, aujourdhui)]
            reserver(souhaits, periode.instant)
        _dire_les_habitudes([r for r in rythmes if r.habituel], annee)


def _chez_elle() -> list[int]:
    """Give the children of the demonstration's parent, the elder first."""
    elle = Appartenance.objects.filter(responsable__utilisateur__identifiant=PARENT.identifiant)
    enfants = Enfant.objects.filter(rattachements__foyer__in=elle.values("foyer")).order_by("naissance")
    return list(enfants.values_list("pk", flat=True))


def pistes_de(activite) -> list[Piste]:
    """Give the row of each registration, as the home that pays sees it."""
    inscriptions = Inscription.objects.filter(activite=activite).order_by("pk")
    lues = inscriptions.select_related("enfant__fiche_sanitaire", "activite", "lieu", "payeur__foyer")
    return [piste for i in lues for piste in pistes([i], {i.payeur.foyer_id})]


def _periodes(activite, annee, du, au) -> Iterator[Periode]:
    """Give the open days between two dates by the moment when they are booked; a period to come has not opened."""
    maintenant, restent = clock.maintenant(), set(jours_a_ouvrir(activite, du, au))
    for p in PeriodeReservation.objects.filter(activite=activite, du__lte=au, au__gte=du):
        siens = {j for j in restent if p.du <= j <= p.au}
        restent -= siens
        if p.ouvre_le < maintenant:
            yield Periode(min(p.ouvre_le + timedelta(days=2), maintenant), sorted(siens))
    midi = datetime.combine(annee.du, time(12), tzinfo=clock.fuseau())
    yield Periode(midi - AVANT_LA_RENTREE, sorted(restent))


@transaction.atomic
def reserver(souhaits, instant):
    """Book what the rules accept at ``instant``, in one request: places, deadlines, custody, hours, ages."""
    if souhaits:
        with a_l_instant(instant):
            reponses, situations = etudier(souhaits, verrou=True)
            ecrire(reponses, situations, auteur=None)


class Rythme:
    """How a child comes: on which days of the week, to which formules, at what hours."""

    def __init__(self, piste: Piste, hasard, chez_elle):
        self.piste, self.hasard = piste, hasard
        self.chez_elle = piste.enfant.pk in chez_elle
        activite = piste.activite
        jours = activite.jours or activite.jours_vacances
        self.jours = sorted(hasard.sample(jours, min(hasard.choice([1, 2, 3, 4, 4, 4]), len(jours))))
        self.formules = self._choisir()
        self.quarts = hasard.randint(0, 4)
        self.habituel = self._a_une_habitude(chez_elle)
        if self.habituel and self.chez_elle:
            self.jours = self.jours[:2]

    def _a_une_habitude(self, chez_elle):
        """Some families say their week once; she does for her younger child's mornings and evenings."""
        activite = self.piste.activite
        if not activite.jours or activite.periodes.filter(session=False).exists():
            return False
        if self.chez_elle:
            return self.piste.enfant.pk == chez_elle[-1] and activite.prestation == Prestation.ACCUEIL
        return self.hasard.random() < HABITUELS

    def _choisir(self):
        """One formule of each family that the child uses; what may be taken together (soir, goûter) goes together."""
        tirages, choisies = {}, []
        familles = catalogue().familles[self.piste.activite.pk]
        for famille in familles:
            unites = [u for f in famille for u in f.unites]
            liees = {u.pk for u in unites}.union(*(u.compatibles for u in unites))
            tirage = tirages.setdefault(min(liees), self.hasard.random())
            offertes = self._sans_le_repas(famille)
            if tirage < PRIS or len(familles) == 1:
                choisies.append(offertes[0] if self.hasard.random() < 0.65 else self.hasard.choice(offertes))
        return choisies

    def _sans_le_repas(self, famille):
        """Who brings its basket takes no meal, where the activity can be had without."""
        fiche = getattr(self.piste.enfant, "fiche_sanitaire", None)
        sans = [f for f in famille if all(u.nom != "Repas" for u in f.unites)]
        return sans if fiche and fiche.pai_panier and sans else list(famille)

    def souhaits(self, jours, aujourdhui) -> Iterator[Souhait]:
        """Give what the family asks for, of these days; a usual week asks by itself."""
        connu, semaines = calendrier(), {}
        jusque = aujourdhui + timedelta(days=JOURS_A_VENIR_CHEZ_ELLE) if self.chez_elle else date.max
        for jour in jours:
            if jour > jusque:
                return
            if connu.nom_des_vacances(jour):
                if not semaines.setdefault(lundi_de(jour), self.hasard.random() < EN_SESSION):
                    continue
            elif self.habituel or jour.weekday() not in self.jours:
                continue
            if self.hasard.random() < VIENT:
                yield from (Souhait(self.piste, f, jour, Sens.AJOUT, *self.heures(f)) for f in self.formules)

    def heures(self, formule):
        """Give the planned (arrival, departure) of a formule by the quarter of an hour."""
        if not formule.pas or not self.quarts:
            return None, None
        if formule.debut.hour < 12:
            return (datetime.combine(date.min, formule.debut) + self.quarts * QUART).time(), None
        return None, (datetime.combine(date.min, formule.fin) - self.quarts * QUART).time()


def _dire_les_habitudes(rythmes, annee):
    """Say the usual weeks before the year begins: the service books all that is open, until June."""
    instant = datetime.combine(annee.du, time(12), tzinfo=clock.fuseau()) - AVANT_LA_RENTREE
    for rythme in rythmes:
        with a_l_instant(instant):
            for formule in rythme.formules:
                arrivee, depart = rythme.heures(formule)
                fin = annee.au - AVANT_L_ETE
                habitude = Habitude(tuple(rythme.jours), annee.du, fin, arrivee=arrivee, depart=depart)
                habitudes.enregistrer(rythme.piste, formule, habitude, par=None)
