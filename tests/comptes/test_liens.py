"""Links of the mails: forgotten password, activation."""

import pytest

from common.models import Courriel
from espace_prive.comptes import services
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.courrier import dernier, lien

OUBLI, RENVOI = "/espace/mot-de-passe-oublie/", "/espace/activer/"
NOUVEAU = {"mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois"}
pytestmark = pytest.mark.django_db


def suivre(client, chemin):
    """Follow the link of a mail to the page that holds no token."""
    reponse = client.get(chemin)
    assert reponse.status_code == 302
    assert len(reponse["Location"]) < len(chemin)
    return reponse["Location"]


@pytest.mark.feature("F051", "F052", "F053")
@pytest.mark.parametrize("nom", ["camille", "camille@courriel.example"])
def test_a_forgotten_password_is_replaced_by_a_link_that_recalls_the_identifiant(client, nom):
    UtilisateurFactory(identifiant="camille", email="camille@courriel.example")
    assert "Si un espace correspond" in client.post(OUBLI, {"nom": nom}).content.decode()
    courriel = dernier("camille@courriel.example")
    assert "Votre identifiant est camille" in courriel.texte
    assert MOT_DE_PASSE not in courriel.texte + courriel.html
    page = suivre(client, lien(courriel))
    assert "camille" in client.get(page).content.decode()
    cle = client.session.session_key
    assert client.post(page, NOUVEAU)["Location"] == "/espace/"
    # In at once, under a new key; nobody else's session, nor an old one, goes on.
    assert client.session["_auth_user_id"]
    assert client.session.session_key != cle
    assert services.reconnaitre("camille", NOUVEAU["mot_de_passe"], adresse="x")
    assert dernier().objet == "Votre mot de passe a été changé"


def test_the_answer_is_the_same_for_nobody(client):
    UtilisateurFactory(identifiant="camille")
    pages = {client.post(OUBLI, {"nom": nom}).content for nom in ("camille", "personne", "nul@courriel.example")}
    assert len({page.split(b"csrfmiddlewaretoken")[0] for page in pages}) == 1
    assert Courriel.objects.count() == 1


def test_a_closed_account_gets_no_link(client):
    UtilisateurFactory(identifiant="camille", is_active=False)
    client.post(OUBLI, {"nom": "camille"})
    client.post(RENVOI, {"nom": "camille"})
    assert not Courriel.objects.exists()


def test_a_link_serves_once(client):
    UtilisateurFactory(identifiant="camille")
    client.post(OUBLI, {"nom": "camille"})
    chemin = lien(dernier())
    client.post(suivre(client, chemin), NOUVEAU)
    reponse = client.get(suivre(client, chemin))
    assert reponse.status_code == 410
    assert "n’est plus valable" in reponse.content.decode()
    assert f'action="{OUBLI}"' in reponse.content.decode()


def test_a_link_lives_one_day(client, settings):
    UtilisateurFactory(identifiant="camille")
    client.post(OUBLI, {"nom": "camille"})
    page = suivre(client, lien(dernier()))
    settings.HORLOGE = "2026-11-11T09:59:00+01:00"
    assert client.get(page).status_code == 200
    settings.HORLOGE = "2026-11-11T10:01:00+01:00"
    assert client.get(page).status_code == 410
    assert client.post(page, NOUVEAU).status_code == 410


@pytest.mark.parametrize("uid", ["MQ", "zzz", "\u0660", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "-"])
def test_a_forged_link_is_refused(client, uid):
    UtilisateurFactory(identifiant="camille")
    for base in ("/espace/mot-de-passe-oublie", "/espace/activer"):
        assert client.get(client.get(f"{base}/{uid}/abc-123/")["Location"]).status_code == 410


def test_the_token_of_one_does_not_open_the_account_of_another(client):
    UtilisateurFactory(identifiant="camille")
    autre = UtilisateurFactory(identifiant="malo")
    client.post(OUBLI, {"nom": "camille"})
    jeton = lien(dernier()).split("/")[-2]
    client.post(OUBLI, {"nom": "malo"})
    morceaux = lien(dernier()).split("/")
    morceaux[-2] = jeton
    page = client.get("/".join(morceaux))["Location"]
    assert client.post(page, NOUVEAU).status_code == 410
    autre.refresh_from_db()
    assert autre.check_password(MOT_DE_PASSE)


def test_an_activation_token_changes_no_password(client):
    utilisateur = UtilisateurFactory(identifiant="camille", is_active=False, a_activer=True)
    client.post(RENVOI, {"nom": "camille"})
    chemin = lien(dernier()).replace("/activer/", "/mot-de-passe-oublie/")
    assert client.post(suivre(client, chemin), NOUVEAU).status_code == 410
    utilisateur.refresh_from_db()
    assert not utilisateur.is_active


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [
        ("court", "12 caractères"),
        ("password1234", "courant"),
        ("123456789012345", "16"),
        ("donges-donges-donges", "nom de la commune"),
        ("camille.riviere1", "contient votre nom"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, donges, saisi, phrase):
    utilisateur = UtilisateurFactory(identifiant="camille.riviere")
    client.post(OUBLI, {"nom": "camille.riviere"})
    page = suivre(client, lien(dernier()))
    reponse = client.post(page, {"mot_de_passe": saisi, "confirmation": saisi})
    assert phrase in reponse.content.decode()
    utilisateur.refresh_from_db()
    assert utilisateur.check_password(MOT_DE_PASSE)


def test_two_different_passwords_are_refused(client):
    UtilisateurFactory(identifiant="camille")
    client.post(OUBLI, {"nom": "camille"})
    page = suivre(client, lien(dernier()))
    assert "pas les mêmes" in client.post(page, NOUVEAU | {"confirmation": "autre"}).content.decode()


def test_a_stranger_cannot_fill_a_mailbox(client):
    UtilisateurFactory(identifiant="camille")
    for n in range(9):
        reponse = client.post(OUBLI, {"nom": "camille"}, REMOTE_ADDR=f"192.0.2.{n}")
        assert "Si un espace correspond" in reponse.content.decode()
    assert Courriel.objects.count() == services.liens.DEMANDES_PAR_HEURE


def test_one_address_cannot_ask_for_everybody(client, monkeypatch):
    monkeypatch.setattr(services.liens, "DEMANDES_PAR_ADRESSE", 3)
    pages = [client.post(OUBLI, {"nom": f"parent{n}"}).content.decode() for n in range(4)]
    assert "Trop de demandes" in pages[3]
    assert "Trop de demandes" not in pages[2]


def test_links_never_come_from_the_host_header(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.ADRESSE_PUBLIQUE = "https://famille.donges.example"
    UtilisateurFactory(identifiant="camille")
    client.post(OUBLI, {"nom": "camille"}, HTTP_HOST="ailleurs.example", HTTP_X_FORWARDED_HOST="ailleurs.example")
    assert "https://famille.donges.example/espace/" in dernier().texte
    assert "ailleurs" not in dernier().texte


def test_a_new_password_ends_the_open_sessions(client):
    utilisateur = UtilisateurFactory(identifiant="camille")
    client.force_login(utilisateur)
    ailleurs = type(client)()
    ailleurs.post(OUBLI, {"nom": "camille"})
    ailleurs.post(suivre(ailleurs, lien(dernier())), NOUVEAU)
    assert client.get("/espace/mes-identifiants/").status_code == 302


@pytest.mark.feature("F047")
def test_activation_is_done_by_the_button_and_not_by_whoever_opens_the_mail(client):
    utilisateur = UtilisateurFactory(identifiant="camille", is_active=False, a_activer=True)
    client.post(RENVOI, {"nom": "camille"})
    chemin = lien(dernier())
    robot = type(client)()
    robot.get(suivre(robot, chemin))
    utilisateur.refresh_from_db()
    assert not utilisateur.is_active
    page = suivre(client, chemin)
    assert "Activer mon espace" in client.get(page).content.decode()
    assert client.post(page)["Location"] == "/espace/"
    utilisateur.refresh_from_db()
    assert utilisateur.is_active
    assert client.get("/espace/").status_code == 200


def test_an_expired_activation_offers_another_that_works(client, settings):
    utilisateur = UtilisateurFactory(identifiant="camille", is_active=False, a_activer=True)
    client.post(RENVOI, {"nom": "camille"})
    chemin = lien(dernier())
    settings.HORLOGE = "2026-11-12T10:00:00+01:00"
    reponse = client.post(suivre(client, chemin))
    assert reponse.status_code == 410
    assert f'action="{RENVOI}"' in reponse.content.decode()
    client.post(RENVOI, {"nom": utilisateur.email})
    client.post(suivre(client, lien(dernier())))
    utilisateur.refresh_from_db()
    assert utilisateur.is_active


def test_an_activation_link_wakes_no_account_that_the_staff_closed(client):
    utilisateur = UtilisateurFactory(identifiant="camille", is_active=False, a_activer=True)
    client.post(RENVOI, {"nom": "camille"})
    chemin = lien(dernier())
    client.post(suivre(client, chemin))
    utilisateur.refresh_from_db()
    utilisateur.is_active = False
    utilisateur.save()
    assert client.post(suivre(client, chemin)).status_code == 410
    utilisateur.refresh_from_db()
    assert not utilisateur.is_active


@pytest.mark.feature("F054")
def test_one_changes_ones_password_with_the_present_one(client):
    utilisateur = UtilisateurFactory(identifiant="camille")
    client.force_login(utilisateur)
    page = client.post("/espace/mes-identifiants/mot-de-passe/", NOUVEAU | {"actuel": "faux"}).content.decode()
    assert "pas votre mot de passe actuel" in page
    assert client.post("/espace/mes-identifiants/mot-de-passe/", NOUVEAU | {"actuel": MOT_DE_PASSE}).status_code == 302
    utilisateur.refresh_from_db()
    assert utilisateur.check_password(NOUVEAU["mot_de_passe"])
    assert client.get("/espace/mes-identifiants/").status_code == 200


@pytest.mark.parametrize("adresse", [OUBLI, RENVOI, "/espace/connexion/"])
def test_spaces_accents_and_long_passwords_are_kept(client, adresse):
    assert client.get(adresse).status_code == 200
    utilisateur = UtilisateurFactory(identifiant="camille")
    client.force_login(utilisateur)
    phrase = "  été à la mer – ça ira 🐟 " + "x" * 60
    saisie = {"actuel": MOT_DE_PASSE, "mot_de_passe": phrase, "confirmation": phrase}
    assert client.post("/espace/mes-identifiants/mot-de-passe/", saisie).status_code == 302
    utilisateur.refresh_from_db()
    assert utilisateur.check_password(phrase)
