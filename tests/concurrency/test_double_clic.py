"""One form of the staff, sent by five clicks at once: one row, and five times the same answer."""

import threading
from uuid import uuid4

import pytest
from django.db import connections

from common.models import NumeroDEnvoi
from common.services.envois import CHAMP
from espace_prive.comptes.enums import Role
from espace_prive.famille.models import Foyer
from espace_prive.ouverture.models import CleEnfance
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.commune import charger_donges
from tests.factories.famille import famille

pytestmark = pytest.mark.concurrency
NOMBRE = 5


def ensemble(agent, adresse, champs):
    """Send the same form from as many threads that start together; give the answers."""
    depart, reponses = threading.Barrier(NOMBRE), []
    clients = [connecter_agent(ClientQuiLit(), agent) for _ in range(NOMBRE)]

    def cliquer(client):
        try:
            depart.wait(timeout=30)
            reponses.append(client.post(adresse, champs))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=cliquer, args=(client,)) for client in clients]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    return reponses


@pytest.fixture
def maison(transactional_db):
    return famille(charger_donges(), compte=False)


def test_five_clicks_at_once_are_one_family_and_one_key(maison):
    agent = _agent(Role.AGENT)
    champs = {"nom": "Le Goff", "adresse": "2 quai Neuf", "code_postal": "44480", "ville": "Donges", "version": "1"}
    reponses = ensemble(agent, "/gestion/familles/nouvelle/", champs | {CHAMP: str(uuid4())})
    assert [r.status_code for r in reponses] == [302] * NOMBRE
    nouvelle = Foyer.objects.exclude(pk=maison.foyer.pk).get()
    assert {r.url for r in reponses} == {f"/gestion/familles/{nouvelle.pk}/"}
    cle = f"/gestion/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/cle/"
    lettres = ensemble(agent, cle, {CHAMP: str(uuid4())})
    assert len({r.content for r in lettres}) == 1
    assert CleEnfance.objects.count() == 1
    assert NumeroDEnvoi.objects.count() == 2
