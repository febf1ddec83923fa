"""Whatever families, the service and the clock do, in any order: each place once, in time, and no rank goes back."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refus
from reservations.activites.models import Capacite, Creneau
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.attente import reading
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.rules import limite
from reservations.attente.services import accepter, laisser, passer
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.services import Ordre, intervenir
from reservations.planning.enums import EtatReservation, Sens
from reservations.planning.models import Fermeture, Reservation
from reservations.planning.services import Ou, fermer, rouvrir
from reservations.planning.situations import Situations
from tests.attente.gestes import LUNDI_16, MARDI_17, attendre, faire, pleine, sa_piste, verifier

pytestmark = pytest.mark.django_db
JOURS = (LUNDI_16, MARDI_17)
DEBUT = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


class Gestes:
    def __init__(self, ville, maisons):
        self.ville, self.maisons, self.instant = ville, maisons, DEBUT

    def attendre(self, rang, jour):
        maison = self.maisons[rang % len(self.maisons)]
        # Refused in words: it is not full, or it is too late.
        with suppress(AssertionError):
            attendre(maison, jour)

    def reserver(self, rang, jour):
        faire(self.maisons[rang % len(self.maisons)], jour, Sens.AJOUT)

    def annuler(self, rang, jour):
        faire(self.maisons[rang % len(self.maisons)], jour, Sens.RETRAIT)

    def passer(self, rang, jour):
        passer()

    def accepter(self, rang, jour):
        if offertes := list(Attente.objects.filter(etat=EtatAttente.PROPOSEE).order_by("pk")):
            sienne = offertes[rang % len(offertes)]
            maison = next(m for m in self.maisons if m.enfants[0].pk == sienne.enfant_id)
            accepter(sienne.pk, auteur=maison.utilisateur, foyer=maison.foyer)

    def laisser(self, rang, jour):
        if vivantes := list(Attente.objects.vivantes().order_by("pk")):
            laisser(vivantes[rang % len(vivantes)].pk, par=None)

    def changer_les_places(self, rang, jour):
        Capacite.objects.filter(activite=self.ville.cantine).update(places=rang % 4)
        appliquer_capacites(self.ville.cantine, [self.ville.restaurant], motif="Un agent en moins", par=None)

    def fermer(self, rang, jour):
        fermer(ou=[Ou(self.ville.cantine, self.ville.restaurant)], jours=[jour], motif="Grève", par=None)

    def rouvrir(self, rang, jour):
        if fermeture := Fermeture.objects.en_cours().order_by("pk").first():
            rouvrir([fermeture], par=None)

    def corriger(self, rang, jour):
        maison = self.maisons[rang % len(self.maisons)]
        geste = (GesteIntervention.AJOUT, GesteIntervention.ANNULATION)[rang % 2]
        formule = self.ville.formule.pk if geste == GesteIntervention.AJOUT else None
        intervenir(
            Ordre(geste, self.ville.cantine, formule=formule, au_dela=bool(rang % 3), motif="Erreur"),
            [(maison.enfants[0].pk, jour)],
        )

    def avancer(self, rang, jour):
        self.instant += timedelta(hours=(1, 5, 12, 26)[rang % 4])


NOMS = sorted(nom for nom in vars(Gestes) if not nom.startswith("_"))
SUITES = st.lists(
    st.tuples(st.sampled_from(NOMS + ["attendre", "passer"] * 2), st.integers(0, 11), st.sampled_from(JOURS)),
    min_size=4, max_size=16,
)  # fmt: skip


def rangs():
    return reading.rangs(Attente.objects.filter(etat=EtatAttente.EN_ATTENTE).values_list("pk", flat=True))


def les_offres_sont_dans_leur_temps(ville, maisons, instant):
    for offre in Attente.objects.filter(etat=EtatAttente.PROPOSEE, propose_le=instant):
        maison = next(m for m in maisons if m.enfants[0].pk == offre.enfant_id)
        piste = sa_piste(maison)
        situation = Situations([piste], du=offre.date, au=offre.date).de(piste, piste.formules[0], offre.date)
        assert instant + timedelta(hours=1) <= offre.expire_le <= limite(situation)
        assert reading.horaires().ouvert(reading.horaires().ici(offre.expire_le))
    # One place, one family: what is held and what is booked never come to more than there is.
    for creneau in Creneau.objects.filter(places__isnull=False):
        tenues = Reservation.objects.filter(date=creneau.date, etat=EtatReservation.PROPOSEE).count()
        assert tenues <= creneau.prises <= creneau.places + creneau.surbooking


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(SUITES)
def test_each_place_is_offered_once_in_time_and_no_rank_goes_back(donges, suite):
    with transaction.atomic():
        dedans, dehors = pleine(donges, *JOURS, places=2)
        gestes = Gestes(donges, [*dedans, *dehors])
        avant: dict[int, int] = {}
        for nom, rang, jour in suite:
            with override_settings(HORLOGE=gestes.instant.isoformat()):
                try:
                    with transaction.atomic():
                        getattr(gestes, nom)(rang, jour)
                except Refus:
                    pass  # refused in words: the state is what it was
                verifier()
                les_offres_sont_dans_leur_temps(donges, gestes.maisons, gestes.instant)
            apres = rangs()
            assert [a for a in apres if a in avant and apres[a] > avant[a]] == [], f"a rank goes back after {nom}"
            avant = apres
        transaction.set_rollback(True)
