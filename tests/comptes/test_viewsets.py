"""« Personnel » in the admin."""

import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.models import Journal
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.courrier import dernier, lien
from tests.tools.html import textes

LISTE = "/gestion/users/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrateur(donges):
    return _agent(Role.ADMINISTRATEUR)


@pytest.fixture
def gestion(administrateur):
    return connecter_agent(ClientQuiLit(), administrateur)


def saisie(**autres):
    groupe = Group.objects.get(name=Role.AGENT.label)
    return {
        "identifiant": "solene", "email": "solene@courriel.example", "first_name": "Solène", "last_name": "Guivarch",
        "groups": [groupe.pk],
    } | autres  # fmt: skip


def test_a_new_member_of_the_staff_chooses_the_password_by_a_link(gestion, client):
    assert "password1" not in gestion.get(f"{LISTE}new/").content.decode()
    assert gestion.post(f"{LISTE}new/", saisie()).status_code == 302
    personne = Utilisateur.objects.get(identifiant="solene")
    assert personne.is_staff
    assert not personne.has_usable_password()
    assert personne.has_perm("famille.consulter_dossier")
    page = client.get(lien(dernier("solene@courriel.example")))["Location"]
    nouveau = "trois-moutons-au-bois"
    reponse = client.post(page, {"mot_de_passe": nouveau, "confirmation": nouveau})
    assert reponse["Location"].startswith("/espace/second-facteur/")
    assert Journal.objects.get(action="ajout au personnel").donnees == {"roles": [Role.AGENT.label]}


def test_only_a_superuser_makes_a_superuser(gestion):
    gestion.post(f"{LISTE}new/", saisie(is_superuser="on"))
    assert not Utilisateur.objects.get(identifiant="solene").is_superuser


def test_an_administrator_does_not_touch_a_superuser(gestion):
    superieur = UtilisateurFactory(is_staff=True, is_superuser=True, email="haut@courriel.example")
    gestion.post(f"{LISTE}edit/{superieur.pk}/", saisie(is_active="on"))
    superieur.refresh_from_db()
    assert superieur.email == "haut@courriel.example"


def test_parents_are_not_in_the_list_and_cannot_be_edited_there(gestion):
    parent = UtilisateurFactory(first_name="Zébulon", identifiant="zebulon")
    for suite in ("", "?q=zebulon"):
        page = gestion.get(f"{LISTE}{suite}").content.decode()
        assert "Zébulon" not in page
        assert "initDateChooser" not in page
    gestion.post(f"{LISTE}edit/{parent.pk}/", saisie(is_active="on"))
    parent.refresh_from_db()
    assert not parent.is_staff


@pytest.mark.parametrize("page", ["history", "history-results", "usage"])
def test_no_page_of_the_staff_tells_of_a_family_nor_deletes_it(gestion, administrateur, page):
    """A superuser may all that Wagtail allows: the pages themselves are of the staff alone."""
    parent, collegue = UtilisateurFactory(last_name="Kervadec"), UtilisateurFactory(is_staff=True)
    Utilisateur.objects.filter(pk=administrateur.pk).update(is_superuser=True)
    reponse = gestion.get(f"{LISTE}{page}/{parent.pk}/", follow=True)
    assert "Kervadec" not in reponse.content.decode()
    gestion.post(f"{LISTE}{page}/{parent.pk}/")
    assert Utilisateur.objects.filter(pk=parent.pk).exists()
    assert gestion.get(f"{LISTE}{page}/{collegue.pk}/").status_code == 200


def test_whether_an_account_is_open_is_said_in_french(gestion):
    UtilisateurFactory(is_staff=True, is_active=False)
    dits = set(textes(gestion.get(LISTE), "td, td *"))
    assert not dits & {"True", "False"}
    assert {"Oui", "Non"} <= dits


def test_a_colleague_is_found_by_identifiant(gestion):
    UtilisateurFactory(is_staff=True, identifiant="maelle.c", first_name="Maëlle")
    assert "maelle.c" in gestion.get(f"{LISTE}?q=maelle.c").content.decode()


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("identifiant", "PRIS", "déjà pris"),
        ("email", "Pris@courriel.example", "existe déjà"),
        ("groups", [], "au moins un rôle"),
        ("identifiant", "é&", "au moins 3 caractères"),
    ],
)
def test_bad_input_gets_a_sentence(gestion, champ, valeur, phrase):
    UtilisateurFactory(identifiant="pris", email="pris@courriel.example")
    page = gestion.post(f"{LISTE}new/", saisie(**{champ: valeur})).content.decode()
    assert phrase in page


def test_a_role_taken_away_is_gone_at_once(gestion):
    agent = _agent(Role.AGENT)
    client = connecter_agent(ClientQuiLit(), agent)
    assert client.get("/gestion/familles/").status_code == 200
    redacteur = Group.objects.get(name=Role.REDACTEUR.label)
    donnees = saisie(groups=[redacteur.pk], is_active="on", identifiant=agent.identifiant, email=agent.email)
    assert gestion.post(f"{LISTE}edit/{agent.pk}/", donnees).status_code == 302
    assert client.get("/gestion/familles/").status_code == 404


def test_a_closed_account_is_out_at_once(gestion):
    agent = _agent(Role.AGENT)
    client = connecter_agent(ClientQuiLit(), agent)
    gestion.post(f"{LISTE}edit/{agent.pk}/", saisie(identifiant=agent.identifiant, email=agent.email))
    agent.refresh_from_db()
    assert not agent.is_active
    assert client.get("/gestion/familles/")["Location"].startswith("/espace/connexion/")
    identite = {"username": agent.identifiant, "password": MOT_DE_PASSE}
    assert client.post("/espace/connexion/", identite).status_code == 422


def test_an_agent_has_no_such_screen(client_agent):
    assert client_agent.get(LISTE).status_code in (302, 403, 404)
    assert client_agent.post(f"{LISTE}new/", saisie()).status_code in (302, 403, 404)
    assert not Utilisateur.objects.filter(identifiant="solene").exists()


@pytest.fixture
def perdu(agent):
    """An agent whose telephone is lost, signed in elsewhere with it."""
    connecter_agent(ClientQuiLit(), agent)
    return agent


def chemin_du_second_facteur(personne):
    return f"/gestion/personnel/{personne.pk}/second-facteur/"


def test_a_lost_second_factor_is_removed_with_a_reason_and_set_up_again(gestion, administrateur, perdu):
    session = connecter_agent(ClientQuiLit(), perdu)
    assert session.get("/gestion/familles/").status_code == 200
    chemin = chemin_du_second_facteur(perdu)
    assert chemin in gestion.get(f"{LISTE}edit/{perdu.pk}/").content.decode()
    assert "Dites pourquoi" in gestion.post(chemin, {"motif": " "}).content.decode()
    assert TOTPDevice.objects.filter(user=perdu).exists()
    assert gestion.post(chemin, {"motif": "Téléphone perdu, vue au bureau"}).status_code == 302
    assert not TOTPDevice.objects.filter(user=perdu).exists()
    ligne = Journal.objects.get(action="retrait du second facteur")
    assert (ligne.acteur_id, ligne.motif) == (administrateur.pk, "Téléphone perdu, vue au bureau")
    assert "retiré" in dernier(perdu.email).objet
    # What was open is closed, and the next sign-in asks for a new application.
    assert session.get("/gestion/familles/")["Location"].startswith("/espace/connexion/")
    session.post("/espace/connexion/", {"username": perdu.identifiant, "password": MOT_DE_PASSE})
    assert "Préparer mon application" in session.get("/espace/second-facteur/").content.decode()
    assert "déjà retiré" in gestion.post(chemin, {"motif": "encore"}).content.decode()
    assert "Pas encore d’application" in gestion.get(f"{LISTE}edit/{perdu.pk}/").content.decode()


def test_nobody_removes_his_own_second_factor(gestion, administrateur):
    chemin = chemin_du_second_facteur(administrateur)
    assert chemin not in gestion.get(f"{LISTE}edit/{administrateur.pk}/").content.decode()
    assert "votre propre second facteur" in gestion.post(chemin, {"motif": "perdu"}).content.decode()
    assert TOTPDevice.objects.filter(user=administrateur).exists()


def test_only_administrators_remove_one_and_never_of_a_superuser(gestion, client_agent, perdu):
    superieur = UtilisateurFactory(is_staff=True, is_superuser=True)
    connecter_agent(ClientQuiLit(), superieur)
    assert gestion.post(chemin_du_second_facteur(superieur), {"motif": "x"}).status_code == 404
    assert client_agent.post(chemin_du_second_facteur(perdu), {"motif": "x"}).status_code == 404
    assert TOTPDevice.objects.filter(user__in=[perdu, superieur]).count() == 2
