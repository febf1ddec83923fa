"""Two agents, or an agent and a parent, on the same booked day at once: one after the other, and nothing lost."""

from datetime import date

import pytest
from django.db import IntegrityError

from common.errors import Refus
from reservations.activites.models import Creneau
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.models import Intervention
from reservations.interventions.services import Ordre, annuler_intervention, apercu, empreinte, intervenir
from reservations.planning.models import Reservation
from reservations.planning.services import Ou, fermer
from reservations.planning.verification import ecarts
from tests.concurrency.test_deux_personnes import l_un_puis_l_autre
from tests.factories.commune import charger_donges
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.verrous import sans_verrou

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.concurrency]
JOUR, LIBRE = date(2026, 11, 16), date(2026, 11, 17)
G = GesteIntervention


@pytest.fixture
def ville():
    ville = charger_donges()
    ville.maisons = [famille(ville), famille(ville)]
    reserver_jours(ville.maisons[0], ville, [JOUR], places=2)
    Creneau.objects.create(unite=ville.repas, lieu=ville.restaurant, date=LIBRE, places=1)
    return ville


def ordre(ville, geste, **options):
    return Ordre(geste, ville.cantine, formule=ville.formule.pk, motif="Erreur", **options)


def corriger(ville, geste, rang, jour, *, vu=None, **options):
    return intervenir(ordre(ville, geste, **options), [(ville.maisons[rang].enfants[0].pk, jour)], vu=vu)


def test_two_agents_cancel_the_same_meal_and_the_second_reads_again(ville):
    cible = [(ville.maisons[0].enfants[0].pk, JOUR)]
    vu = empreinte(apercu(ordre(ville, G.ANNULATION), cible))
    issue = l_un_puis_l_autre(
        lambda: corriger(ville, G.ANNULATION, 0, JOUR, vu=vu), lambda: corriger(ville, G.ANNULATION, 0, JOUR, vu=vu)
    )
    assert issue == "change"
    assert Intervention.objects.count() == 1
    assert ecarts() == []


def test_two_agents_give_the_last_place_and_one_is_told(ville):
    issue = l_un_puis_l_autre(lambda: corriger(ville, G.AJOUT, 0, LIBRE), lambda: corriger(ville, G.AJOUT, 1, LIBRE))
    assert issue == "rien"
    assert Reservation.objects.vivantes().filter(date=LIBRE).count() == 1
    assert ecarts() == []


def test_without_the_locks_only_the_database_stands_in_the_way(ville, monkeypatch):
    sans_verrou(monkeypatch)
    refusees = []

    def second():
        try:
            corriger(ville, G.AJOUT, 1, LIBRE)
        except IntegrityError:
            refusees.append(LIBRE)

    l_un_puis_l_autre(lambda: corriger(ville, G.AJOUT, 0, LIBRE), second)
    assert refusees == [LIBRE]


def test_a_correction_is_taken_back_once(ville):
    fait = corriger(ville, G.ANNULATION, 0, JOUR)
    issue = l_un_puis_l_autre(
        lambda: annuler_intervention(fait, motif="Non", par=None),
        lambda: annuler_intervention(fait, motif="Non", par=None),
    )
    assert issue == "deja"
    assert Reservation.objects.vivantes().filter(date=JOUR).count() == 1
    assert ecarts() == []


def test_a_day_that_closes_meanwhile_takes_nobody(ville):
    def une_greve():
        fermer(ou=[Ou(ville.cantine, ville.restaurant)], jours=[LIBRE], motif="Grève", par=None)

    assert l_un_puis_l_autre(une_greve, lambda: corriger(ville, G.AJOUT, 1, LIBRE)) == "rien"
    with pytest.raises(Refus, match="est fermé : Grève"):
        corriger(ville, G.AJOUT, 0, LIBRE)
    assert ecarts() == []
