"""The second factor of the staff."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from espace_prive.comptes import services
from espace_prive.comptes.models import CodeDeSecours
from tests.factories.comptes import MOT_DE_PASSE
from tests.tools.codes import code
from tests.tools.courrier import dernier

ADRESSE = "/espace/second-facteur/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def entre(client, agent):
    """Give the client of an agent who gave the password only."""
    client.post("/espace/connexion/", {"username": agent.identifiant, "password": MOT_DE_PASSE})
    return client


def test_the_password_alone_leads_to_the_second_factor(client, agent):
    reponse = client.post("/espace/connexion/", {"username": agent.identifiant, "password": MOT_DE_PASSE})
    assert reponse["Location"] == f"{ADRESSE}?next=%2Fgestion%2F"
    assert client.get("/gestion/")["Location"].startswith(ADRESSE)


def test_the_first_time_the_application_is_set_up(entre, agent):
    assert "Préparer mon application" in entre.get(ADRESSE).content.decode()
    assert not TOTPDevice.objects.exists()
    entre.post(f"{ADRESSE}preparer/")
    page = entre.get(ADRESSE).content.decode()
    assert "<svg" in page
    appareil = TOTPDevice.objects.get(user=agent)
    assert services.second_facteur.appareil_de(agent) == appareil
    assert not appareil.confirmed
    entre.post(f"{ADRESSE}preparer/")
    assert TOTPDevice.objects.count() == 1
    avant = entre.session.session_key
    reponse = entre.post(ADRESSE, {"code": code(appareil)})
    assert 'href="/gestion/"' in reponse.content.decode()
    assert CodeDeSecours.objects.filter(utilisateur=agent).count() == 10
    assert entre.session.session_key != avant
    appareil.refresh_from_db()
    assert appareil.confirmed
    assert "second facteur" in dernier(agent.email).objet
    assert entre.get("/gestion/").status_code == 200


@pytest.fixture
def appareil(agent):
    return TOTPDevice.objects.create(user=agent, name="Téléphone", confirmed=True)


def test_a_confirmed_secret_is_never_shown_again(entre, appareil):
    page = entre.get(ADRESSE).content.decode()
    assert '<svg class="segno' not in page
    assert 'aria-label="QR code"' not in page
    entre.post(f"{ADRESSE}preparer/")
    assert TOTPDevice.objects.count() == 1


def test_a_code_serves_once(entre, agent, appareil):
    bon = code(appareil)
    assert entre.post(ADRESSE, {"code": f"{bon[:3]} {bon[3:]}"}).status_code == 302
    entre.post("/espace/deconnexion/")
    entre.post("/espace/connexion/", {"username": agent.identifiant, "password": MOT_DE_PASSE})
    reponse = entre.post(ADRESSE, {"code": bon})
    assert "déjà servi" in reponse.content.decode()
    assert entre.get("/gestion/").status_code == 302


@pytest.mark.parametrize("saisi", ["", "12345", "abcdef", "1234567", "٠١٢٣٤٥", "-12345"])
def test_what_is_no_code_is_refused_in_words(entre, appareil, saisi):
    page = entre.post(ADRESSE, {"code": saisi}).content.decode()
    assert "6 chiffres" in page
    assert entre.post(ADRESSE, {"code": code(appareil)}).status_code == 302


def test_wrong_codes_are_slowed_down(entre, appareil):
    faux = "000000" if code(appareil) != "000000" else "111111"
    page = ""
    for _ in range(11):
        page = entre.post(ADRESSE, {"code": faux}).content.decode()
    assert "Trop de codes" in page
    assert entre.post(ADRESSE, {"code": code(appareil)}).status_code == 422


def test_one_never_leaves_for_another_site(entre, appareil):
    reponse = entre.post(ADRESSE, {"code": code(appareil), "next": "https://ailleurs.example/"})
    assert reponse["Location"] == "/gestion/"


def test_nobody_is_asked_to_sign_in_first(client):
    assert client.get(ADRESSE)["Location"].startswith("/espace/connexion/")
