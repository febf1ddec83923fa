"""What happens in the months that were booked: late bookings, illness, certificates, what the service puts right."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from common import clock
from common.models import Courriel
from demo.chargement.dossiers import pdf
from demo.chargement.horloge import a_l_instant
from demo.chargement.reservations import pistes_de, reserver
from espace_prive.comptes.models import Utilisateur
from espace_prive.documents.controle import controler
from reservations.activites.enums import Fonctionnement, Geste, Prestation, Suite
from reservations.activites.models import Activite, Capacite
from reservations.activites.services.delais import delais_de
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.activites.services.places import jours_a_ouvrir
from reservations.attente.models import Attente
from reservations.attente.services import Voulue, demander
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.services import Ordre, intervenir
from reservations.planning.enums import MotifAbsence, Sens
from reservations.planning.models import Absence, Reservation
from reservations.planning.services.absences import signaler_absences
from reservations.planning.services.reserver import Souhait

# How far the full day is, how long it may still be booked, and how many wait for it.
DANS, AU_PLUS_TARD, ENCORE, ATTENDENT = timedelta(days=8), timedelta(weeks=4), timedelta(days=3), 3
ABSENTS, AVEC_CERTIFICAT, TARDIFS, CORRIGES = 40, 4, 24, 3
MALADIE_MAX = timedelta(days=4)
LEVER = time(7, 30)


def charger_evenements(aujourdhui: date, *, depuis: date) -> None:
    """Tell what families did day after day, at the very hour; their mails of then are not sent today."""
    if Absence.objects.exists():
        return
    hasard = random.Random(44)
    _reserver_tard(hasard, depuis, aujourdhui)
    _signaler(hasard, depuis, aujourdhui)
    _corriger(hasard, depuis, aujourdhui)
    _attendre(aujourdhui)
    Courriel.objects.filter(cree_le__lt=clock.maintenant() - timedelta(hours=1)).delete()


def _reserver_tard(hasard, depuis, aujourdhui):
    """Past the first deadline, where the town still accepts: it costs a surcharge."""
    tardives = Activite.objects.filter(delais__geste=Geste.RESERVER, delais__suite=Suite.MAJORATION)
    for activite in tardives.distinct():
        connus, rangees = delais_de({activite.pk}), pistes_de(activite)
        jours = jours_a_ouvrir(activite, depuis, aujourdhui)
        for piste in hasard.sample(rangees, min(TARDIFS, len(rangees))):
            jour, formule = hasard.choice(jours), piste.formules[0]
            des = connus.echeance(activite.pk, formule.pk, Geste.RESERVER, jour).majoree_des
            if des and des + timedelta(hours=2) < clock.maintenant():
                reserver([Souhait(piste, formule, jour, Sens.AJOUT)], des + timedelta(hours=2))


def _signaler(hasard, depuis, aujourdhui):
    """Report absences on the morning itself: most are illnesses, of one day or several; some give a certificate."""
    certificat = controler(pdf("certificat.pdf", "Certificat medical"))
    for rang, malades in enumerate(_absences(hasard, depuis, aujourdhui)):
        premiere = malades[0]
        maladie = rang < AVEC_CERTIFICAT or hasard.random() < 0.75
        motif = MotifAbsence.MALADIE if maladie else hasard.choice([MotifAbsence.FAMILLE, MotifAbsence.ECOLE])
        with a_l_instant(datetime.combine(premiere.date, LEVER, tzinfo=clock.fuseau())):
            signaler_absences(
                malades if maladie else [premiere], motif=motif, numero=uuid.UUID(int=hasard.getrandbits(128)),
                foyer=premiere.payeur.foyer, auteur=None, document=certificat if rang < AVEC_CERTIFICAT else None,
            )  # fmt: skip


def _corriger(hasard, depuis, aujourdhui):
    """A day is noted the next morning: who ate without booking, what the service does not bill."""
    agent = Utilisateur.objects.filter(identifiant="agent").first()
    for activite in Activite.objects.filter(prestation=Prestation.REPAS).order_by("pk")[:1]:
        jour = max((j for j in jours_a_ouvrir(activite, depuis, aujourdhui) if j < aujourdhui), default=None)
        reserves = Reservation.objects.vivantes().filter(formule__activite=activite, date=jour, absence=None)
        inscrits = activite.inscriptions.actives(jour or aujourdhui).order_by("pk") if jour else ()
        venus = [i.enfant_id for i in inscrits if not reserves.filter(enfant=i.enfant_id).exists()]
        servis = list(reserves.order_by("pk").values_list("enfant", flat=True))
        formule = activite.formules.order_by("pk").first()
        for geste, enfants, motif in (
            (GesteIntervention.VENU, venus, "A mangé sans être inscrit ce jour-là"),
            (GesteIntervention.EXONERATION, servis, "Repas froid : panne du four"),
        ):
            cibles = [(enfant, jour) for enfant in hasard.sample(enfants, min(CORRIGES, len(enfants)))]
            if cibles:
                ordre = Ordre(geste, activite, formule=formule.pk, motif=motif, par=agent)
                intervenir(ordre, cibles)


def _attendre(aujourdhui):
    """A day of the canteen with fewer places, all taken, and three children on its waiting list."""
    repas = Activite.objects.filter(prestation=Prestation.REPAS, fonctionnement=Fonctionnement.RESERVATION)
    for activite in repas.order_by("pk"):
        connus, rangees = delais_de({activite.pk}), [p for p in pistes_de(activite) if p.formules]
        for jour in jours_a_ouvrir(activite, aujourdhui + DANS, aujourdhui + AU_PLUS_TARD):
            encore = connus.limite(activite.pk, Geste.RESERVER, jour) > clock.maintenant() + ENCORE
            # The last place: the demonstration's own family, and who visits it, eat at the first.
            if encore and rangees and _remplir(activite, rangees[-1].inscription.lieu, rangees, jour):
                return


def _remplir(activite, lieu, rangees, jour) -> bool:
    """Open that day at that place no more than is taken, and have those who took nothing ask to be told."""
    pris = Reservation.objects.qui_prennent().filter(formule__activite=activite, lieu=lieu, date=jour)
    enfants = set(pris.values_list("enfant", flat=True))
    dehors = [p for p in rangees if p.inscription.lieu_id == lieu.pk and p.enfant.pk not in enfants]
    if not enfants or len(dehors) < ATTENDENT:
        return False
    Capacite.objects.create(activite=activite, lieu=lieu, du=jour, au=jour, places=len(enfants))
    appliquer_capacites(activite, [lieu], motif="Un agent en moins ce jour-là", par=None)
    for piste in dehors:
        if Attente.objects.count() < ATTENDENT:
            demander([Voulue(piste, piste.formules[0], jour)], par=None)
    return True


def _absences(hasard, depuis, aujourdhui) -> Iterator[list[Reservation]]:
    """Give, for some children drawn at random, the bookings of an activity from a day to four days later."""
    passees = Reservation.objects.vivantes().filter(
        date__range=(depuis, aujourdhui), absence__isnull=True, formule__activite__absence_en_ligne=True
    )
    cles = list(passees.order_by("pk").values_list("pk", flat=True))
    vus = set()
    for cle in hasard.sample(cles, min(ABSENTS, len(cles) // 10)):
        tiree = Reservation.objects.get(pk=cle)
        qui = (tiree.enfant_id, tiree.formule_id)
        if qui in vus:
            continue
        vus.add(qui)
        suite = (tiree.date, min(tiree.date + MALADIE_MAX, aujourdhui))
        siennes = passees.filter(
            enfant=tiree.enfant_id, formule=tiree.formule_id, payeur=tiree.payeur_id, date__range=suite
        )
        yield list(siennes.select_related("payeur__foyer", "formule__activite", "enfant").order_by("date"))
