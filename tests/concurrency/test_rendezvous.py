"""One appointment that many want, one child whose two parents choose at once: on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from common import clock
from common.errors import Refus
from reservations.campagnes.models import Rencontre, RendezVous
from reservations.campagnes.services import rendezvous
from tests.factories.famille import famille
from tests.tools.verrous import sans_verrou

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.concurrency]
FAMILLES = 8


@pytest.fixture
def heures(donges):
    maintenant = clock.maintenant()
    rencontre = rendezvous.enregistrer(
        Rencontre(
            titre="Rencontrer la directrice", lieu="École", service=donges.service,
            ouvre_le=maintenant - timedelta(days=1), ferme_le=maintenant + timedelta(days=5),
        ),
        ecoles=[donges.ecole], activites=[], par=None,
    )  # fmt: skip
    debut = maintenant + timedelta(days=7)
    rendezvous.proposer(rencontre, debut=debut, fin=debut + timedelta(minutes=30), minutes=15, par=None)
    return list(RendezVous.objects.all())


def ensemble(gestes):
    depart = Barrier(len(gestes))

    def faire(geste):
        try:
            depart.wait()
            return geste()
        except Refus as refus:
            return refus.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestes)) as tous:
        return list(tous.map(faire, gestes))


def prendre(rendez_vous, maison):
    return lambda: rendezvous.prendre(
        rendez_vous.pk, enfant=maison.enfants[0].pk, foyer=maison.foyer.pk, par=maison.utilisateur
    )


def test_one_family_gets_it_and_the_others_are_told(donges, heures):
    maisons = [famille(donges) for _ in range(FAMILLES)]
    issues = ensemble([prendre(heures[0], maison) for maison in maisons])
    assert issues.count("pris") == FAMILLES - 1
    assert RendezVous.objects.exclude(enfant=None).count() == 1


def test_one_child_never_has_two(donges, heures):
    maison = famille(donges)
    ensemble([prendre(r, maison) for r in heures * 3])
    assert RendezVous.objects.filter(enfant=maison.enfants[0]).count() == 1


def test_the_control_without_a_lock_the_last_one_writes_over_the_others(donges, heures, monkeypatch):
    """Were rows not held, several families would be told that they have the same hour."""
    sans_verrou(monkeypatch)
    maisons = [famille(donges) for _ in range(FAMILLES)]
    issues = ensemble([prendre(heures[0], maison) for maison in maisons])
    assert issues.count("pris") < FAMILLES - 1
