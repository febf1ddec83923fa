"""The agents' side: who waits, take somebody off, add somebody for a family, count what was refused."""

import pytest

from common.tasks import menage
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.ouverture.middleware import CLE
from espace_prive.ouverture.services import super_usager
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import passer
from tests.attente.gestes import LUNDI_16, annuler, attendre, pleine, verifier
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.reservations.gestes import choix
from tests.tools.html import formulaire, rangees, texte

pytestmark = pytest.mark.django_db
LISTE, REFUS = "/gestion/attentes/", "/gestion/attentes/refus/"


@pytest.fixture
def file(donges):
    dedans, dehors = pleine(donges, LUNDI_16)
    return dedans, dehors, [attendre(maison, LUNDI_16) for maison in dehors]


def test_the_desk_reads_who_waits_in_order_and_takes_one_off_with_a_reason(client_agent, file, mailoutbox):
    dedans, _, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    page = client_agent.get(LISTE)
    lignes = rangees(page, "table.listing")[1:]
    assert [ligne[4].split(",")[0] for ligne in lignes] == ["Place proposée", "En attente", "En attente"]
    assert "1re position" in lignes[1][4]
    adresse = f"{LISTE}{attentes[0].pk}/retirer/"
    assert client_agent.post(adresse, formulaire(client_agent.get(adresse)).champs | {"motif": ""}).status_code == 422
    envoi = formulaire(client_agent.get(adresse)).champs | {"motif": "À la demande de la famille"}
    mailoutbox.clear()
    assert client_agent.post(adresse, envoi).url == LISTE
    (courriel,) = mailoutbox
    assert "À la demande de la famille" in courriel.body
    passer()
    assert Attente.objects.get(pk=attentes[1].pk).etat == EtatAttente.PROPOSEE
    (ligne,) = rangees(client_agent.get(f"{LISTE}?etat=retiree&jour=2026-11-16"), "table.listing")[1:]
    assert "À la demande de la famille" in ligne[4]
    verifier()


def test_what_was_refused_is_counted_and_leaves_as_a_spreadsheet(client_agent, file, settings):
    settings.HORLOGE = "2026-11-14T12:00:00+01:00"
    passer()
    ((_, _, _, _, enfants, servis, attendent, sans),) = rangees(client_agent.get(REFUS), "table.listing")[1:]
    assert (enfants, servis, attendent, sans) == ("3", "0", "0", "3")
    fichier = client_agent.get(f"{REFUS}?format=csv").content.decode("utf-8-sig")
    assert "novembre 2026;16/11/2026;Restauration scolaire;Restaurant Aimé-Césaire;;3;0;0;3" in fichier
    assert client_agent.get(f"{REFUS}?du=2026-12-01&au=2026-11-01").status_code == 422
    assert "Aucun enfant" in texte(client_agent.get(f"{REFUS}?du=2026-12-01&au=2026-12-31"))


def test_the_head_of_the_service_sees_it_on_the_home(file, donges):
    agent = _agent(Role.RESPONSABLE)
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    page = texte(connecter_agent(ClientQuiLit(), agent).get("/gestion/"))
    assert "Restauration scolaire : 3 en attente" in page
    # The desk works with the list, and has no figures on its home.
    assert "3 en attente" not in texte(connecter_agent(ClientQuiLit(), _agent(Role.AGENT)).get("/gestion/"))


def test_an_agent_of_another_service_reads_nothing(file):
    client = connecter_agent(ClientQuiLit(), _agent(Role.AGENT_DE_SERVICE))
    assert "0 attente" in texte(client.get(LISTE))
    assert client.get(f"{LISTE}{file[2][0].pk}/retirer/").status_code == 404


def test_an_agent_puts_a_child_on_the_list_for_its_family(donges, client):
    _, (maison, *_) = pleine(donges, LUNDI_16)
    agent = _agent(Role.AGENT)
    connecter_agent(client, agent)
    mandat = super_usager.commencer(maison.responsable, maison.foyer, par=agent, motif="Au téléphone")
    session = client.session
    session[CLE] = mandat.ecrire()
    session.save()
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    client.post("/espace/reservations/attente/demander/", {"choix": valeur})
    assert Attente.objects.get().par == agent


def test_rows_of_a_year_ago_are_erased(file, settings):
    settings.HORLOGE = "2027-11-16T12:00:00+01:00"
    passer()
    menage()
    assert Attente.objects.count() == 3
    settings.HORLOGE = "2027-11-18T12:00:00+01:00"
    menage()
    assert not Attente.objects.exists()
