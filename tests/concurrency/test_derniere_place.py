"""The last place of a day or of a group, a day that closes: at once, through real HTTP on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from django.test import Client

from espace_prive.comptes.enums import Role
from espace_prive.demarches.models import Demarche
from reservations.activites.models import Creneau
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Fermeture, Reservation
from reservations.planning.verification import ecarts
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.activites import centre, inscrire_a, ouvrir_jours
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
    return [_devant(maison.inscriptions[0], maison, live_server.url) for maison in _familles(donges, PARENTS)]


@pytest.fixture
def parents_du_groupe(donges, live_server):
    """Give twenty browsers on the recap of a day of the leisure centre: places for all, one in the group."""
    loisirs = centre(donges)
    ouvrir_jours(loisirs, loisirs.lieu, [LUNDI_16], places=100, par_groupe={loisirs.petits: 1, loisirs.grands: 1})
    devant = []
    for maison in _familles(donges, PARENTS):
        inscription = inscrire_a(loisirs, maison.enfants[0], maison.payeur, loisirs.lieu)
        devant.append(_devant(inscription, maison, live_server.url, formule=loisirs.formules["matinee"]))
    return devant


def _familles(donges, nombre):
    return [famille(donges) for _ in range(nombre)]


def _devant(inscription, maison, adresse, formule=None):
    client = Client()
    client.force_login(maison.utilisateur)
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    semaine = f"{adresse}{SEMAINE}"
    envoi = formulaire(session.get(semaine, timeout=30), "form.formulaire-semaine").champs
    page = session.post(
        semaine, envoi | {"choix": choix(inscription, LUNDI_16, formule), "vers": "etape2"}, timeout=30
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


def test_exactly_one_parent_gets_the_last_place_of_the_group(parents_du_groupe):
    """The place has a hundred places: only the group's row says no."""
    reponses = _valider_ensemble(parents_du_groupe)
    assert [r.status_code for r in reponses] == [200] * PARENTS
    assert sum("Traitée positivement" in r.text for r in reponses) == 1
    assert Reservation.objects.vivantes().count() == 1
    pris = Creneau.objects.filter(unite__code="matin", prises__gt=0)
    assert sorted((c.groupe_id is None, c.places, c.prises) for c in pris) == [(False, 1, 1), (True, 100, 1)]
    assert ecarts() == []


def test_control_without_the_lock_the_last_place_of_the_group_breaks(parents_du_groupe, monkeypatch):
    sans_verrou(monkeypatch, Creneau)
    reponses = _valider_ensemble(parents_du_groupe)
    assert [r for r in reponses if r.status_code >= 500]
    assert Reservation.objects.vivantes().count() == 1
    assert ecarts() == []


@pytest.fixture(params=["everybody", "a level"])
def gens(request, donges, live_server):
    """Give twenty parents on their recap of a day with room for all, and an agent about to close that day to them."""
    ouvrir(donges.cantine, donges.restaurant, du=LUNDI_16, au=LUNDI_16, places=PARENTS)
    parents = [_devant(maison.inscriptions[0], maison, live_server.url) for maison in _familles(donges, PARENTS)]
    connecte = connecter_agent(ClientQuiLit(), _agent(Role.AGENT))
    agent = requests.Session()
    for nom, valeur in connecte.cookies.items():
        agent.cookies.set(nom, valeur.value)
    fermer = f"{live_server.url}/gestion/effectifs/fermer/"
    champs = {nom: valeurs(agent.get(fermer, timeout=30).text, nom) for nom in ("csrfmiddlewaretoken", "numero_envoi")}
    ou = f"{donges.cantine.pk}:{donges.restaurant.pk}"
    donnees = champs | {"ou": ou, "du": LUNDI_16.isoformat(), "motif": "Grève"}
    if request.param == "a level":
        donnees["pour"] = f"{donges.ecole.pk}:CE1:"
    lue = agent.post(fermer, donnees, timeout=30).text
    envoi = formulaire(lue, "form:has(button[name=confirmer])").champs | {"confirmer": valeurs(lue, "confirmer")}
    return [*parents[: PARENTS // 2], (agent, fermer, envoi), *parents[PARENTS // 2 :]]


def test_a_day_that_closes_during_bookings_keeps_nobody(gens):
    """Whoever booked before is cancelled with the others, whoever comes after is told; nobody stays booked."""
    reponses = _valider_ensemble(gens)
    assert [r.status_code for r in reponses] == [200] * (PARENTS + 1)
    assert Fermeture.objects.count() == 1
    assert not Reservation.objects.vivantes().exists()
    assert Fermeture.objects.get().touchees.count() == sum("Traitée positivement" in r.text for r in reponses)
    assert Creneau.objects.get().prises == 0
    assert ecarts() == []


def test_control_without_the_lock_a_closing_lets_bookings_through(gens, monkeypatch):
    """A booking judged before the closing, written after it: somebody is booked on a closed day, or gets an error."""
    sans_verrou(monkeypatch, Creneau)
    reponses = _valider_ensemble(gens)
    assert Reservation.objects.vivantes().exists() or [r for r in reponses if r.status_code >= 500]
