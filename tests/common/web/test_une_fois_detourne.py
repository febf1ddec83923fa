"""The number of a form opens nothing: its answer is given again by the guards that gave it the first time."""

from uuid import uuid4

import pytest

from common.models import NumeroDEnvoi
from common.services import envois
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from espace_prive.famille.models import Foyer
from espace_prive.ouverture.models import CleEnfance
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille

pytestmark = pytest.mark.django_db
NOUVELLE = "/gestion/familles/nouvelle/"
FAMILLE = {"nom": "Le Goff", "adresse": "2 quai Neuf", "code_postal": "44480", "ville": "Donges", "version": "1"}


@pytest.fixture
def lettre(agent, donges):
    """A letter that the agent had made: its address, and what was sent."""
    maison, client = famille(donges, compte=False), connecter_agent(ClientQuiLit(), agent)
    adresse = f"/gestion/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/cle/"
    envoi = {envois.CHAMP: str(uuid4())}
    assert client.post(adresse, envoi)["Content-Type"] == "application/pdf"
    return client, adresse, envoi


def test_whoever_lost_its_rights_is_not_given_the_document_again(lettre, agent):
    client, adresse, envoi = lettre
    assert client.post(adresse, envoi)["Content-Type"] == "application/pdf"
    agent.groups.set([installer_roles()[Role.REDACTEUR]])
    assert client.post(adresse, envoi).status_code == 404


def test_whoever_did_not_prove_its_second_factor_is_not_either(lettre, agent):
    _, adresse, envoi = lettre
    sans_code = ClientQuiLit()
    sans_code.force_login(agent)
    reponse = sans_code.post(adresse, envoi)
    assert (reponse.status_code, "/espace/second-facteur/" in reponse["Location"]) == (302, True)


def test_a_form_without_its_token_is_not_answered_again(lettre, agent):
    _, adresse, envoi = lettre
    strict = connecter_agent(ClientQuiLit(enforce_csrf_checks=True), agent)
    reponse = strict.post(adresse, envoi, headers={"origin": "https://voleur.example"})
    assert reponse.status_code == 403
    # Nor does it use up a number.
    numero = str(uuid4())
    strict.post(NOUVELLE, FAMILLE | {envois.CHAMP: numero}, headers={"origin": "https://voleur.example"})
    assert not NumeroDEnvoi.objects.filter(pk=numero).exists()


@pytest.mark.parametrize("numero", ["rien", "", "\0", "5c1f0f9e-8d0b-4d52-9a53-0f0a4b8a7c11"])
def test_the_field_says_nothing_in_a_family_s_form(donges, numero):
    """Neither the admin's page, nor a row, nor another way to write."""
    parent = ClientQuiLit()
    parent.force_login(famille(donges).utilisateur)
    for chemin in ("/espace/famille/confirmer/", "/nous-ecrire/", "/espace/mes-identifiants/identifiant/"):
        attendue = parent.post(chemin, {"identifiant": "x"})
        reponse = parent.post(chemin, {"identifiant": "x", envois.CHAMP: numero})
        assert reponse.status_code == attendue.status_code
        assert b"wagtail" not in reponse.content
    assert not NumeroDEnvoi.objects.exists()


def test_wrong_passwords_are_counted_whatever_number_they_carry(donges):
    parent = ClientQuiLit()
    parent.force_login(UtilisateurFactory())
    numero, dits = str(uuid4()), []
    for _ in range(8):
        saisie = {"identifiant": "autre", "actuel": "faux", "version": "1", envois.CHAMP: numero}
        dits.append(parent.post("/espace/mes-identifiants/identifiant/", saisie).content.decode())
    assert "Trop" in dits[-1] or "essais" in dits[-1]


def test_the_same_number_on_another_page_does_nothing_there(lettre, donges):
    client, _, envoi = lettre
    assert client.post(NOUVELLE, FAMILLE | envoi).status_code == 409
    assert not Foyer.objects.filter(nom="Le Goff").exists()
    assert CleEnfance.objects.count() == 1


def test_a_page_that_gives_back_what_was_typed_holds_no_secret(client_agent, donges):
    envoi = {envois.CHAMP: str(uuid4())}
    client_agent.post(NOUVELLE, FAMILLE | envoi)
    secrets = {"user-password1": "mon-secret", "code": "mon-secret", "actuel": "mon-secret"}
    reponse = client_agent.post(NOUVELLE, FAMILLE | envoi | secrets | {"nom": '"><script>x</script>'})
    assert reponse.status_code == 409
    assert b"mon-secret" not in reponse.content
    assert b'"><script>x' not in reponse.content
