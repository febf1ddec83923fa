"""The last place of a day, wanted by twenty parents at once, through real HTTP on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from django.test import Client

from espace_prive.demarches.models import Demarche
from reservations.activites.models import Creneau
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from reservations.planning.verification import ecarts
from tests.factories.famille import famille
from tests.reservations.conftest import LUNDI_16
from tests.reservations.gestes import SEMAINE, choix
from tests.tools.html import formulaire, valeurs
from tests.tools.verrous import sans_verrou

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.concurrency,
    pytest.mark.xdist_group("http"),
]
PARENTS = 20
CHAMPS = ("csrfmiddlewaretoken", "numero", "montant", "version")


@pytest.fixture
def parents(donges, live_server):
    """Give twenty browsers, each on the recap of the same day, the one with one place left."""
    ouvrir(donges.cantine, donges.restaurant, du=LUNDI_16, au=LUNDI_16, places=1)
    return [_devant_le_recapitulatif(famille(donges), live_server.url) for _ in range(PARENTS)]


def _devant_le_recapitulatif(maison, adresse):
    client = Client()
    client.force_login(maison.utilisateur)
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    semaine = f"{adresse}{SEMAINE}"
    envoi = formulaire(session.get(semaine, timeout=30), "form.formulaire-semaine").champs
    page = session.post(
        semaine, envoi | {"choix": choix(maison.inscriptions[0], LUNDI_16), "vers": "etape2"}, timeout=30
    )
    return session, page.url, {nom: valeurs(page.text, nom) for nom in CHAMPS}


def _valider_ensemble(parents):
    depart = Barrier(len(parents))

    def valider(parent):
        session, adresse, donnees = parent
        depart.wait()
        return session.post(adresse, donnees, timeout=60)

    with ThreadPoolExecutor(len(parents)) as ensemble:
        return list(ensemble.map(valider, parents))


def test_exactly_one_parent_gets_the_last_place_and_the_others_are_told(parents):
    reponses = _valider_ensemble(parents)
    positives = [r for r in reponses if "Traitée positivement" in r.text]
    prevenus = [r for r in reponses if "Il n’y a plus de place" in r.text.replace("&#x27;", "’")]
    assert [r.status_code for r in reponses] == [200] * PARENTS
    assert (len(positives), len(prevenus)) == (1, PARENTS - 1)
    assert Reservation.objects.vivantes().count() == Creneau.objects.get().prises == 1
    assert Demarche.objects.count() == PARENTS
    assert ecarts() == []


def test_control_without_the_lock_somebody_gets_neither_the_place_nor_an_answer(parents, monkeypatch):
    """If this one fails, the test above proves nothing."""
    sans_verrou(monkeypatch, Creneau)
    reponses = _valider_ensemble(parents)
    sans_reponse = [r for r in reponses if r.status_code >= 500]
    assert sans_reponse
    # Even then the database keeps its word: one place, one child.
    assert Reservation.objects.vivantes().count() == 1
    assert ecarts() == []
