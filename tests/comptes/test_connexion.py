"""Signing in and out."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from common.models import Journal
from espace_prive.comptes import services
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.html import source

ADRESSE = "/espace/connexion/"
pytestmark = pytest.mark.django_db


def se_connecter(client, nom, mot_de_passe=MOT_DE_PASSE, **options):
    suite = {"next": options.pop("suite")} if "suite" in options else {}
    return client.post(ADRESSE, {"username": nom, "password": mot_de_passe} | suite, **options)


@pytest.mark.feature("F031", "F050")
@pytest.mark.parametrize("nom", ["camille", "CAMILLE", "camille@courriel.example", " Camille@Courriel.example "])
def test_one_signs_in_by_identifiant_or_address_whatever_the_case(client, nom):
    UtilisateurFactory(identifiant="camille", email="camille@courriel.example")
    reponse = se_connecter(client, nom)
    assert (reponse.status_code, reponse["Location"]) == (302, "/espace/")
    assert "_auth_user_id" in client.session


def test_an_identifiant_wins_over_the_same_text_as_an_address(client):
    UtilisateurFactory(identifiant="autre", email="camille@courriel.example")
    voulu = UtilisateurFactory(identifiant="camille@courriel.example")
    se_connecter(client, "camille@courriel.example")
    assert client.session["_auth_user_id"] == str(voulu.pk)


def test_known_and_unknown_get_the_same_answer(client):
    UtilisateurFactory(identifiant="camille")
    UtilisateurFactory(identifiant="ferme", is_active=False)
    UtilisateurFactory(identifiant="dort", is_active=False, a_activer=True)
    pages = set()
    for nom in ("camille", "personne", "ferme", "dort"):
        reponse = se_connecter(client, nom, "un-autre-mot-de-passe")
        assert reponse.status_code == 422
        pages.add(reponse.content.decode().replace(nom, "NOM").split("csrfmiddlewaretoken")[0])
        assert "ne vont pas ensemble" in reponse.content.decode()
    assert len(pages) == 1
    assert "ne vont pas ensemble" in se_connecter(client, "ferme").content.decode()


@pytest.mark.parametrize("nom", ["camille", "personne", "dort", "ferme"])
def test_known_and_unknown_cost_one_hash_each(client, nom, monkeypatch):
    UtilisateurFactory(identifiant="camille")
    UtilisateurFactory(identifiant="dort", is_active=False, a_activer=True)
    UtilisateurFactory(identifiant="ferme", is_active=False)
    hachages, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hachages.append(1) or encode(self, *args))
    se_connecter(client, nom, "un-autre-mot-de-passe")
    assert len(hachages) == 1


def test_the_typed_name_stays_and_the_password_does_not(client):
    page = se_connecter(client, "camille", "mauvais-mot-de-passe").content.decode()
    assert 'value="camille"' in page
    assert "mauvais-mot-de-passe" not in page


def test_an_empty_form_says_what_to_fill(client):
    page = se_connecter(client, "", "").content.decode()
    assert "Renseignez «" in page
    assert "champ obligatoire" not in page.lower()


def test_the_session_key_changes(client):
    UtilisateurFactory(identifiant="camille")
    client.session["temoin"] = 1
    avant = client.session.session_key
    se_connecter(client, "camille")
    assert client.session.session_key != avant


@pytest.mark.feature("F056", "F058")
def test_the_time_before_is_kept(client, settings):
    utilisateur = UtilisateurFactory(identifiant="camille", last_name="Rivière", civilite="m")
    se_connecter(client, "camille")
    utilisateur.refresh_from_db()
    assert utilisateur.connexion_precedente is None
    settings.HORLOGE = "2026-11-12T09:30:00+01:00"
    client.post("/espace/deconnexion/")
    se_connecter(client, "camille")
    utilisateur.refresh_from_db()
    assert utilisateur.connexion_precedente.isoformat() == "2026-11-10T09:00:00+00:00"
    page = source(client.get("/espace/mes-identifiants/"))
    assert "Bonjour Monsieur Rivière" in page
    assert "Dernière connexion le mardi 10 novembre à 10 h" in page


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)", ""]
)
def test_one_is_never_sent_to_another_site(client, suite):
    UtilisateurFactory(identifiant="camille")
    assert se_connecter(client, "camille", suite=suite)["Location"] == "/espace/"


def test_one_is_sent_where_one_wanted_to_go(client):
    UtilisateurFactory(identifiant="camille")
    reponse = client.get("/espace/mes-identifiants/")
    assert reponse["Location"] == f"{ADRESSE}?next=/espace/mes-identifiants/"
    assert 'name="next" value="/espace/mes-identifiants/"' in client.get(reponse["Location"]).content.decode()
    assert (
        se_connecter(client, "camille", suite="/espace/mes-identifiants/")["Location"] == "/espace/mes-identifiants/"
    )


@pytest.mark.feature("F047")
def test_who_has_not_activated_is_offered_the_link_again(client):
    UtilisateurFactory(identifiant="camille", is_active=False, a_activer=True)
    page = se_connecter(client, "camille").content.decode()
    assert "pas encore activé" in page
    assert 'action="/espace/activer/"' in page
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_slow_down_this_address_only(client):
    UtilisateurFactory(identifiant="camille")
    for _ in range(5):
        assert se_connecter(client, "camille", "faux", REMOTE_ADDR="192.0.2.66").status_code == 422
    reponse = se_connecter(client, "camille", REMOTE_ADDR="192.0.2.66")
    assert reponse.status_code == 429
    assert "Attendez une minute" in reponse.content.decode()
    assert se_connecter(client, "camille", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_the_slowing_down_ends(client, settings):
    UtilisateurFactory(identifiant="camille")
    for _ in range(6):
        se_connecter(client, "camille", "faux")
    settings.HORLOGE = "2026-11-10T10:01:01+01:00"
    assert se_connecter(client, "camille").status_code == 302


def test_one_address_cannot_try_all_accounts(client, monkeypatch):
    monkeypatch.setattr(services.sessions, "ECHECS_PAR_HEURE", 10)
    for n in range(10):
        assert se_connecter(client, f"parent{n}", "faux").status_code == 422
    assert se_connecter(client, "parent11", "faux").status_code == 429


def test_a_forged_forwarded_address_changes_nothing(client):
    for n in range(5):
        se_connecter(client, "camille", "faux", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert se_connecter(client, "camille", "faux", HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429


def test_the_right_password_of_many_families_behind_one_address_is_never_slowed(client, monkeypatch):
    monkeypatch.setattr(services.sessions, "ECHECS_PAR_HEURE", 3)
    for n in range(8):
        UtilisateurFactory(identifiant=f"parent{n}")
        assert se_connecter(client, f"parent{n}").status_code == 302
        client.post("/espace/deconnexion/")
        cache.clear()


@pytest.mark.feature("F055")
def test_signing_out_ends_the_session_and_empties_the_browser(client):
    utilisateur = UtilisateurFactory()
    client.force_login(utilisateur)
    cle = client.session.session_key
    reponse = client.post("/espace/deconnexion/")
    assert reponse["Location"] == "/"
    assert reponse["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = cle
    assert client.get("/espace/mes-identifiants/").status_code == 302


def test_signing_out_needs_a_post(client):
    client.force_login(UtilisateurFactory())
    assert client.get("/espace/deconnexion/").url == "/espace/"
    assert "_auth_user_id" in client.session


def test_an_account_closed_by_the_staff_is_out_at_once(client):
    utilisateur = UtilisateurFactory()
    client.force_login(utilisateur)
    utilisateur.is_active = False
    utilisateur.save()
    assert client.get("/espace/mes-identifiants/").status_code == 302


def test_sign_ins_are_in_the_journal(client):
    utilisateur = UtilisateurFactory(identifiant="camille")
    se_connecter(client, "camille")
    assert Journal.objects.filter(action="connexion", objet_id=str(utilisateur.pk)).count() == 1


def test_the_admin_has_no_door_of_its_own(client):
    assert client.get("/gestion/login/")["Location"].startswith(ADRESSE)
    assert client.get("/gestion/password_reset/")["Location"].startswith(ADRESSE)
