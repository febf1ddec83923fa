"""Whatever parents, agents and the calendar do, in any order: no place oversold, no day lost, every count true."""

import uuid
from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refus
from commune.models import JourFerie, Lieu
from commune.services import chomer, travailler
from espace_prive.famille.models import Rattachement, Scolarite
from factures.facturation.services.journal import a_facturer
from reservations.activites.models import Capacite, ChangementDInscription, Creneau, Inscription
from reservations.activites.services.changements import InscriptionVoulue, changer, defaire
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.activites.services.places import ouvrir
from reservations.interventions.enums import GESTES, QUI_AJOUTENT, GesteIntervention, ResultatIntervention
from reservations.interventions.models import Intervention
from reservations.interventions.services import Ordre, annuler_intervention, intervenir
from reservations.planning.enums import Cause, EffetAbsence, Retour, Sens
from reservations.planning.models import Absence, Fermeture, Prise, RefusHabituel, Reservation, SemaineHabituelle
from reservations.planning.rules_fermetures import PublicFerme
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.services import (
    Ou,
    Souhait,
    enregistrer_demande,
    etudier,
    fermer,
    habitudes,
    montant_montre,
    reprendre,
    rouvrir,
    signaler_absences,
)
from reservations.planning.verification import ecarts
from tests.factories.activites import centre, inscrire_a
from tests.factories.famille import famille
from tests.factories.reservations import piste_de

pytestmark = pytest.mark.django_db
# Two school days that the deadline still allows, two that it does not; a Wednesday of the leisure centre among them.
JOURS = [date(2026, 11, j) for j in (12, 13, 16, 17, 19)]


@pytest.fixture
def ville(donges):
    """Give Donges with a canteen of two places a day, a centre of one place a group, and three children."""
    loisirs = centre(donges)
    Capacite.objects.create(activite=donges.cantine, lieu=donges.restaurant, places=2)
    Capacite.objects.create(activite=loisirs.activite, lieu=loisirs.lieu, places=3)
    Capacite.objects.create(activite=loisirs.activite, lieu=loisirs.lieu, groupe=loisirs.grands, places=1)
    donges.port = Lieu.objects.create(code="port", nom="Restaurant du Port", genre="restaurant")
    Capacite.objects.create(activite=donges.cantine, lieu=donges.port, places=1)
    for lieu in (donges.restaurant, donges.port):
        ouvrir(donges.cantine, lieu, du=JOURS[0], au=JOURS[-1])
    ouvrir(loisirs.activite, loisirs.lieu, du=JOURS[0], au=JOURS[-1])
    donges.loisirs = loisirs
    donges.maisons = [famille(donges, enfants=2, quotient="500"), famille(donges, enfants=1, quotient="900")]
    # The second home may pay for the children of the first, whom it has too.
    for enfant in donges.maisons[0].enfants:
        Rattachement.objects.create(enfant=enfant, foyer=donges.maisons[1].foyer, du=date(2026, 9, 1))
    Scolarite.objects.filter(enfant=donges.maisons[1].enfants[0]).update(niveau="CE2")
    donges.pistes = []
    for maison in donges.maisons:
        for inscription in maison.inscriptions:
            donges.pistes.append((maison, piste_de(inscription)))
            au_centre = inscrire_a(loisirs, inscription.enfant, maison.payeur, loisirs.lieu)
            donges.pistes.append((maison, piste_de(au_centre)))
    for rang in range(len(donges.pistes)):
        for jour in JOURS[::2]:
            Gestes(donges).reserver(rang, jour)
    assert Reservation.objects.vivantes().count() >= 4
    return donges


class Gestes:
    """Each gesture does something by the services of the screens, or is refused in words (Refus): nothing else."""

    def __init__(self, ville):
        self.ville = ville

    def demander(self, rang, jour, sens):
        maison, piste = self.ville.pistes[rang % len(self.ville.pistes)]
        formule = piste.formules[rang // len(self.ville.pistes) % len(piste.formules)]
        souhaits = [Souhait(piste, formule, jour, sens)]
        enregistrer_demande(
            souhaits, numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
            montant_vu=montant_montre(etudier(souhaits)[0]),
        )  # fmt: skip

    def reserver(self, rang, jour):
        self.demander(rang, jour, Sens.AJOUT)

    def annuler(self, rang, jour):
        self.demander(rang, jour, Sens.RETRAIT)

    def dire_l_habitude(self, rang, jour):
        _, piste = self.ville.pistes[rang % len(self.ville.pistes)]
        habitudes.enregistrer(piste, piste.formules[0], Habitude((jour.weekday(),), jour), par=None)

    def arreter_l_habitude(self, rang, jour):
        if connue := SemaineHabituelle.objects.order_by("pk").first():
            habitudes.arreter(connue, apres=jour, par=None)

    def la_nuit(self, rang, jour):
        habitudes.generer_tout()

    def fermer(self, rang, jour):
        activite, lieu = self._activite(rang)
        fermer(ou=[Ou(activite, lieu)], jours=[jour], motif="Grève", par=None)

    def fermer_a_un_niveau(self, rang, jour):
        activite, lieu = self._activite(rang)
        publics = [PublicFerme(self.ville.ecole.pk, niveau="CE1" if rang % 3 else "CE2")]
        fermer(ou=[Ou(activite, lieu)], jours=[jour], publics=publics, motif="Sortie", par=None)

    def changer_l_inscription(self, rang, jour):
        """Another place of the canteen, or the other home; a third of the time, an end."""
        i = Inscription.objects.filter(activite=self.ville.cantine).select_related(
            "enfant", "activite__service", "lieu", "payeur__foyer"
        )[rang % Inscription.objects.filter(activite=self.ville.cantine).count()]
        voulu = {"lieu": i.lieu, "payeur": i.payeur, "du": i.du, "au": i.au}
        if rang % 3 == 0:
            voulu["au"] = jour
        elif rang % 3 == 1:
            voulu["lieu"] = self.ville.port if i.lieu == self.ville.restaurant else self.ville.restaurant
        else:
            voulu["payeur"] = self.ville.maisons[1].payeur
        changer(
            InscriptionVoulue(inscription=i, depuis=jour, laisser=bool(rang % 2), **voulu), motif="Demande", par=None
        )

    def revenir_sur_l_inscription(self, rang, jour):
        if ligne := ChangementDInscription.objects.filter(defait_le=None).order_by("-pk").first():
            defaire(ligne, par=None)

    def rouvrir(self, rang, jour):
        if fermeture := Fermeture.objects.en_cours().filter(operation__generale=False).order_by("pk").first():
            rouvrir([fermeture], par=None)

    def chomer(self, rang, jour):
        chomer(nom="Pont", du=jour, au=None, par=None)

    def travailler(self, rang, jour):
        if ferie := JourFerie.objects.chomes().filter(date__in=JOURS).order_by("pk").first():
            travailler(ferie, par=None)

    def manquer(self, rang, jour):
        maison = self.ville.maisons[rang % 2]
        if siennes := list(Reservation.objects.vivantes().filter(payeur=maison.payeur, absence=None, date=jour)):
            signaler_absences(
                siennes, motif="maladie", numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur
            )

    def revenir(self, rang, jour):
        maison = self.ville.maisons[rang % 2]
        connue = Absence.objects.filter(reservation__payeur=maison.payeur, reservation__date=jour).first()
        if connue:
            reprendre(connue.pk, foyers={maison.foyer.pk}, auteur=maison.utilisateur)

    def corriger(self, rang, jour):
        """What the service does, whatever the deadlines: one gesture after another, on the rank's child."""
        activite, _ = self._activite(rang)
        _, piste = self.ville.pistes[rang % len(self.ville.pistes)]
        geste = GESTES[(rang + jour.day) % len(GESTES)]
        formule = next(f for p in self.ville.pistes for f in p[1].formules if f.activite.pk == activite.pk)
        ajout = geste in QUI_AJOUTENT
        intervenir(
            Ordre(geste, activite, formule=formule.pk if ajout else None, vers=JOURS[rang % len(JOURS)],
                  raison="autre", au_dela=bool(rang % 3), motif="Erreur"),
            [(piste.enfant.pk, jour)],
        )  # fmt: skip

    def revenir_en_arriere(self, rang, jour):
        if faites := list(Intervention.objects.exclude(geste=GesteIntervention.RETOUR)):
            annuler_intervention(faites[rang % len(faites)], motif="Erreur", par=None)

    def changer_les_places(self, rang, jour):
        activite, lieu = self._activite(rang)
        Capacite.objects.filter(activite=activite).update(places=rang % 4)
        appliquer_capacites(activite, [lieu], motif="Un agent en moins", par=None)

    def _activite(self, rang):
        if rang % 2:
            return self.ville.loisirs.activite, self.ville.loisirs.lieu
        return self.ville.cantine, self.ville.restaurant


NOMS = sorted(nom for nom in vars(Gestes) if not nom.startswith("_") and nom != "demander")


def verifier(ville):
    assert ecarts() == []
    trop = Creneau.objects.filter(places__isnull=False, prises__gt=F("places") + F("surbooking"))
    assert not trop.exists()
    assert not Prise.objects.filter(creneau__ferme=True).exists(), "somebody is booked on a closed day"
    for f in Fermeture.objects.en_cours().exclude(ecole=None):
        siens = Scolarite.objects.filter(ecole=f.ecole, niveau=f.niveau).values("enfant")
        ici = Reservation.objects.vivantes().filter(date=f.date, lieu=f.lieu, formule__activite=f.activite)
        assert not ici.filter(enfant__in=siens).exists(), "somebody of a closed class is booked"
    feries = JourFerie.objects.chomes().values("date")
    assert not Reservation.objects.vivantes().filter(date__in=feries).exists()
    # One child, one place at a time, across activities.
    heures = Counter(
        (p.enfant_id, p.date, quart)
        for p in Prise.objects.select_related("unite")
        for quart in range(p.unite.debut.hour * 4 + p.unite.debut.minute // 15, p.unite.fin.hour * 4)
    )
    assert max(heures.values(), default=1) == 1
    # What a closing took away came back, is still closed, or says why it is lost.
    for fermee in Reservation.objects.filter(cause=Cause.FERMETURE):
        derniere = fermee.fermetures.order_by("-pk").first()
        assert derniere.fermeture.rouverte_le is None or (derniere.retour == Retour.PERDUE and derniere.phrase)
    # What the service cancelled is written, with its reason.
    annulees = Reservation.objects.filter(cause=Cause.AGENT)
    assert not annulees.exclude(interventions__resultat=ResultatIntervention.FAITE).exists()
    # What is billed is what is booked, but for the absences that cost nothing.
    billees = {c.source_id for c in a_facturer(ville.regie, date(2026, 11, 1)) if c.source_type == "reservation"}
    dues = Reservation.objects.vivantes().exclude(absence__effet=EffetAbsence.NON_FACTUREE).filter(exoneree=False)
    assert billees == set(dues.values_list("pk", flat=True))
    assert not RefusHabituel.objects.filter(phrase="").exists()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(NOMS), st.integers(0, 11), st.sampled_from(JOURS)), min_size=4, max_size=14))
def test_no_sequence_of_gestures_oversells_loses_or_miscounts(ville, suite):
    gestes = Gestes(ville)
    with transaction.atomic():
        for nom, rang, jour in suite:
            try:
                with transaction.atomic():
                    getattr(gestes, nom)(rang, jour)
            except Refus:
                pass  # refused in words: the state is what it was
            verifier(ville)
        transaction.set_rollback(True)
