"""What is kept of a form is for its author, on its page: nobody else puts anything there, nor takes anything out."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.utils import timezone

from common.files.cipher import dechiffrer
from espace_prive.comptes.models import SaisieGardee, SessionOuverte
from espace_prive.comptes.services import saisies
from tests.comptes.conftest import entrer
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.tools.html import soupe

pytestmark = pytest.mark.django_db
ICI = "http://testserver"
PIEGE = '"><script>alert(1)</script></textarea></form><form action="https://voleur.example/"><b '
NOUVELLE = "/gestion/familles/nouvelle/"


def finir_la_session():
    SessionOuverte.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def maison(donges):
    return famille(donges)


@pytest.fixture
def adresse(maison):
    return f"/espace/dossier/adresse/{maison.foyer.pk}/"


def envoyer(client, adresse, champs, **entetes):
    return client.post(adresse, champs, headers={"referer": ICI + adresse} | entetes)


# ---------------------------------------------------------------- who may have something kept


def test_a_session_that_still_owes_its_code_keeps_nothing(protege, donges):
    """Who stole a password alone writes nothing in the forms of the account."""
    voleur = ClientQuiLit()
    assert "second-facteur" in entrer(voleur, protege)["Location"]
    envoyer(voleur, "/espace/reservations/absence/", {"motif": "piège"})
    assert not SaisieGardee.objects.exists()
    finir_la_session()
    envoyer(voleur, "/espace/reservations/absence/", {"motif": "piège"})
    assert not SaisieGardee.objects.exists()


@pytest.mark.parametrize(
    "entetes",
    [
        {"origin": "https://voleur.example", "referer": "https://voleur.example/"},
        {"origin": "null", "referer": ""},
        {"origin": "http://testserver.voleur.example", "referer": ""},
        {"origin": "https://voleur.example"},
    ],
)
def test_a_page_from_elsewhere_fills_no_form(client, maison, adresse, entetes):
    entrer(client, maison.utilisateur)
    finir_la_session()
    envoyer(client, adresse, {"adresse": "1 rue du Piège"}, **entetes)
    assert not SaisieGardee.objects.exists()


def test_one_account_has_a_few_forms_kept_and_no_more(client, maison):
    """Whoever holds the cookie of a session that ended does not fill the database."""
    entrer(client, maison.utilisateur)
    finir_la_session()
    for numero in range(12):
        envoyer(client, f"/espace/dossier/adresse/{numero}/", {"adresse": f"{numero} rue du Port"})
    gardees = SaisieGardee.objects.all()
    assert gardees.count() <= 5
    assert f"/espace/dossier/adresse/{numero}/" in {g.action for g in gardees}


def test_the_cookie_that_says_so_shows_nothing_by_itself(maison, adresse, donges):
    """Another browser, another account, with the cookie made up."""
    entrer(client := ClientQuiLit(), maison.utilisateur)
    finir_la_session()
    envoyer(client, adresse, {"adresse": "42 allée des Roseaux"})
    for personne in (None, famille(donges).utilisateur):
        autre = ClientQuiLit()
        if personne:
            entrer(autre, personne)
        autre.cookies[settings.SAISIE_COOKIE_NAME] = "1"
        for chemin in (adresse, "/espace/", "/"):
            assert "42 allée des Roseaux" not in autre.get(chemin).content.decode()
    assert SaisieGardee.objects.count() == 1


# ---------------------------------------------------------------- what is kept


@pytest.mark.parametrize(
    "nom",
    ["password1", "old_password", "new_password2", "form-0-password", "password-old_password", "Mot_de_passe",
     "otp_token", "mot_de_passe_2", "agent-code", "PASSWORD"],
)  # fmt: skip
def test_a_secret_is_known_whatever_surrounds_its_name(client, maison, adresse, nom):
    entrer(client, maison.utilisateur)
    finir_la_session()
    envoyer(client, adresse, {nom: "mon-secret", "code_postal": "44480", "adresse": "1 quai"})
    contenu = dechiffrer(bytes(SaisieGardee.objects.get().contenu), usage=saisies.USAGE)
    assert "mon-secret" not in contenu.decode()
    assert json.loads(contenu)["champs"] == {"code_postal": ["44480"], "adresse": ["1 quai"]}


@pytest.mark.parametrize("nom", ["adresse", PIEGE])
def test_what_was_typed_is_text_in_the_form(client, maison, adresse, nom):
    """In its own field, and in the page that gives back what has no field."""
    entrer(client, maison.utilisateur)
    finir_la_session()
    corps = urlencode({nom: PIEGE})
    client.post(adresse, corps, "application/x-www-form-urlencoded", headers={"referer": ICI + adresse})
    entrer(client, maison.utilisateur)
    page = soupe(client.get(adresse).content.decode())
    assert "alert(1)" not in "".join(s.get_text() for s in page.find_all("script"))
    assert {f.get("action", "") for f in page.find_all("form") if "voleur" in f.get("action", "")} == set()
    rendu = page.find(attrs={"name": nom})
    assert (rendu.get("value") or rendu.get_text().lstrip("\n")) == PIEGE


@pytest.mark.parametrize("chemin", ["/espace/deconnexion/", "/espace/mes-identifiants/adresse/annuler/"])
def test_an_address_that_only_takes_a_button_is_not_pressed_by_signing_in_again(client, maison, chemin):
    entrer(client, maison.utilisateur)
    finir_la_session()
    envoyer(client, chemin, {"ok": "1"})
    entrer(client, maison.utilisateur)
    client.get(chemin)
    assert "_auth_user_id" in client.session


# ---------------------------------------------------------------- the way back


@pytest.mark.parametrize(
    "referent", [f"{ICI}//voleur.example/espace/", f"{ICI}/\\voleur.example/", f"{ICI}///voleur.example/"]
)
def test_the_way_back_never_leaves_the_site(maison, adresse, referent):
    strict = ClientQuiLit(enforce_csrf_checks=True)
    for methode in (strict, ClientQuiLit()):
        reponse = methode.post(adresse, {"adresse": "x"}, headers={"referer": referent, "origin": ICI})
        page = reponse.content.decode() + reponse.get("Location", "")
        assert 'href="//' not in page
        assert 'href="/\\' not in page
        assert "next=//" not in page
        assert "next=/%5C" not in page


# ---------------------------------------------------------------- who acts for a family


def test_what_was_typed_for_a_family_never_comes_up_in_another_s(agent, donges):
    premiere, seconde = famille(donges, compte=False), famille(donges, compte=False)
    bureau = connecter_agent(ClientQuiLit(), agent)

    def agir(maison):
        reponse = bureau.post(
            f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/agir/",
            {"motif": "Au guichet"},
        )
        assert reponse["Location"] == "/espace/"

    agir(premiere)
    finir_la_session()
    envoyer(bureau, "/espace/reservations/absence/", {"motif": "Sa fille est suivie au CMP"})
    connecter_agent(bureau, agent)
    agir(seconde)
    assert "CMP" not in bureau.get("/espace/reservations/absence/").content.decode()
    assert not SaisieGardee.objects.exists()


def test_a_member_of_the_staff_finds_its_own_form_again(agent, donges):
    """The guard above takes nothing from who works in its own name."""
    bureau = connecter_agent(ClientQuiLit(), agent)
    finir_la_session()
    envoyer(bureau, NOUVELLE, {"nom": "Trébaol"})
    connecter_agent(bureau, agent)
    assert "Trébaol" in bureau.get(NOUVELLE).content.decode()


def test_a_colleague_on_the_same_computer_sees_nothing(agent, donges):
    from espace_prive.comptes.enums import Role
    from tests.conftest import _agent

    bureau = connecter_agent(ClientQuiLit(), agent)
    finir_la_session()
    envoyer(bureau, NOUVELLE, {"nom": "Trébaol"})
    connecter_agent(bureau, _agent(Role.AGENT))
    assert "Trébaol" not in bureau.get(NOUVELLE).content.decode()


def test_who_is_closed_in_the_meantime_finds_nothing(client, maison, adresse):
    entrer(client, maison.utilisateur)
    finir_la_session()
    UtilisateurFactory._meta.model.objects.filter(pk=maison.utilisateur.pk).update(is_active=False)
    envoyer(client, adresse, {"adresse": "42 allée des Roseaux"})
    entrer(client, maison.utilisateur)
    assert "Roseaux" not in client.get(adresse, follow=True).content.decode()
