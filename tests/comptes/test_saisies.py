"""Nothing typed is lost when a connection ends or another tab signs in; nothing is shown to somebody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form, PasswordInput
from django.utils import timezone

from common import clock
from common.web.remplissage import SECRETS
from espace_prive.comptes.models import SaisieGardee, SessionOuverte
from espace_prive.comptes.services import purger_sessions, saisies
from espace_prive.famille.models import Foyer
from tests.comptes.conftest import entrer
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.tools.fichiers import pdf
from tests.tools.html import soupe
from tests.tools.modules import charger_tout, descendantes

pytestmark = pytest.mark.django_db
ICI = "http://testserver"


def finir_la_session():
    SessionOuverte.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def champ(page, nom):
    return soupe(page).find(attrs={"name": nom})


@pytest.fixture
def maison(donges):
    return famille(donges)


@pytest.fixture
def adresse(maison):
    return f"/espace/dossier/adresse/{maison.foyer.pk}/"


def envoyer_trop_tard(client, maison, adresse, champs=None):
    entrer(client, maison.utilisateur)
    page = client.get(adresse).content.decode()
    noms = {c["name"]: c.get("value", "") for c in soupe(page).main.find_all("input")
            if c.get("name") and c["name"] != "csrfmiddlewaretoken"}  # fmt: skip
    noms |= champs or {}
    finir_la_session()
    return client.post(adresse, noms, headers={"referer": ICI + adresse}), noms


def test_what_was_sent_after_the_end_comes_back_in_its_form(client, maison, adresse):
    reponse, envoyes = envoyer_trop_tard(client, maison, adresse, {"adresse": "42 allée des Roseaux"})
    assert reponse["Location"] == f"/espace/connexion/?next={adresse}"
    assert "gardé une demi-heure" in client.get(reponse["Location"]).content.decode()
    avant = Foyer.objects.get(pk=maison.foyer.pk)
    reponse = entrer(client, maison.utilisateur)
    page = client.get(adresse).content.decode()
    assert "Ce que vous aviez écrit est de nouveau là" in page
    assert champ(page, "adresse")["value"] == "42 allée des Roseaux"
    assert champ(page, "version")["value"] == envoyes["version"]
    # Nothing was done by itself.
    assert Foyer.objects.get(pk=maison.foyer.pk).adresse == avant.adresse
    # Sent again, it is forgotten.
    client.post(adresse, envoyes)
    assert not SaisieGardee.objects.exists()
    assert "est de nouveau là" not in client.get(adresse).content.decode()


def test_it_is_for_that_account_alone(client, maison, adresse, donges):
    envoyer_trop_tard(client, maison, adresse, {"adresse": "42 allée des Roseaux"})
    autre = famille(donges)
    entrer(client, autre.utilisateur)
    for chemin in (adresse, f"/espace/dossier/adresse/{autre.foyer.pk}/"):
        assert "42 allée des Roseaux" not in client.get(chemin).content.decode()


def test_it_lives_half_an_hour_and_is_sealed(client, maison, adresse, monkeypatch):
    envoyer_trop_tard(client, maison, adresse, {"adresse": "42 allée des Roseaux"})
    gardee = SaisieGardee.objects.get()
    assert b"Roseaux" not in bytes(gardee.contenu)
    plus_tard = clock.maintenant() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "maintenant", lambda: plus_tard)
    entrer(client, maison.utilisateur)
    assert "est de nouveau là" not in client.get(adresse).content.decode()
    assert saisies.purger_saisies() == 1


def test_no_secret_and_no_file_is_kept(client, maison):
    entrer(client, maison.utilisateur)
    finir_la_session()
    client.post(
        "/espace/mes-identifiants/mot-de-passe/",
        {"actuel": "mon-secret-1", "mot_de_passe": "mon-secret-2", "confirmation": "mon-secret-2", "reste": "vu"},
    )
    assert saisies.retrouver(maison.utilisateur, page="/espace/mes-identifiants/mot-de-passe/")[1] == {"reste": ["vu"]}
    client.post("/espace/dossier/situation/1/", {"precisions": "Séparés", "piece": pdf()})
    assert saisies.retrouver(maison.utilisateur, page="/espace/dossier/situation/1/")[1:] == (
        {"precisions": ["Séparés"]}, True,
    )  # fmt: skip


def test_every_secret_field_of_every_form_is_known():
    charger_tout()
    secrets = {
        nom
        for classe in descendantes(Form)
        if not classe.__module__.startswith(("django", "wagtail", "tests"))
        for nom, champ in classe.base_fields.items()
        if isinstance(champ.widget, PasswordInput) or champ.widget.attrs.get("autocomplete") == "one-time-code"
    }
    assert {"password", "actuel", "mot_de_passe", "code"} <= secrets
    assert secrets <= SECRETS | {"secret"}


def test_nothing_is_kept_for_who_never_was_signed_in_or_was_signed_out_by_the_town(client, maison, adresse):
    assert client.post(adresse, {"rue": "x"}).status_code == 302
    entrer(client, maison.utilisateur)
    SessionOuverte.objects.all().delete()
    assert client.post(adresse, {"rue": "x"}).status_code == 302
    assert not SaisieGardee.objects.exists()


def test_a_night_does_not_forget_whose_session_it_was(client, maison, adresse):
    entrer(client, maison.utilisateur)
    finir_la_session()
    assert purger_sessions() == 0
    client.post(adresse, {"adresse": "42 allée des Roseaux"})
    assert SaisieGardee.objects.count() == 1
    SessionOuverte.objects.update(expire_date=timezone.now() - timedelta(days=2))
    assert purger_sessions() == 1


def test_a_button_leads_back_to_its_page_not_to_itself(client, maison):
    entrer(client, maison.utilisateur)
    finir_la_session()
    reponse = client.post("/espace/famille/confirmer/", {"ok": "1"}, headers={"referer": f"{ICI}/espace/famille/"})
    assert reponse["Location"] == "/espace/connexion/?next=/espace/famille/"
    # A page that is not ours leads nowhere.
    reponse = client.post("/espace/famille/confirmer/", {}, headers={"referer": "https://voleur.example/espace/"})
    assert reponse["Location"] == "/espace/connexion/?next=/espace/famille/confirmer/"


def test_an_editor_s_page_is_offered_whole(donges):
    from espace_prive.comptes.enums import Role
    from tests.conftest import _agent

    personne, client = _agent(Role.ADMINISTRATEUR), ClientQuiLit()
    connecter_agent(client, personne)
    finir_la_session()
    adresse = "/gestion/familles/nouvelle/"
    tape = {"nom": "Trébaol", "blocs-0-value": "<p>Un texte & plus</p>", "blocs-count": "1"}
    assert client.post(adresse, tape, headers={"referer": ICI + adresse}).status_code == 302
    connecter_agent(client, personne)
    page = client.get(adresse).content.decode()
    assert "Votre travail est gardé" in page
    assert champ(page, "blocs-0-value").get_text().strip() == "<p>Un texte & plus</p>"
    assert "Votre travail est gardé" not in client.get(f"{adresse}?sans-reprise").content.decode()


@pytest.fixture
def strict():
    return ClientQuiLit(enforce_csrf_checks=True)


def test_a_public_form_older_than_a_sign_in_is_shown_again_at_once(strict, donges):
    page = strict.get("/nous-ecrire/").content.decode()
    envoi = {
        "csrfmiddlewaretoken": "x" * 64,
        "texte": "La cantine ouvre-t-elle ?",
        "nom": "Camille",
        "nature": "question",
    }
    reponse = strict.post("/nous-ecrire/", envoi, headers={"origin": ICI, "referer": f"{ICI}/nous-ecrire/"})
    rendu = reponse.content.decode()
    assert reponse.status_code == 403
    assert "dans un autre onglet" in rendu
    assert champ(rendu, "texte").get_text().strip() == "La cantine ouvre-t-elle ?"
    assert champ(rendu, "csrfmiddlewaretoken")["value"] not in ("", "x" * 64)
    assert champ(rendu, "jeton")["value"] != champ(page, "jeton")["value"]


def test_a_form_from_elsewhere_is_refused_and_not_shown(strict, donges):
    strict.get("/nous-ecrire/")
    for entetes in ({"origin": "https://voleur.example"}, {"referer": "https://voleur.example/"}, {}):
        reponse = strict.post("/nous-ecrire/", {"texte": "piège"}, headers=entetes)
        assert reponse.status_code == 403
        assert "piège" not in reponse.content.decode()
        assert "Revenir à la page" in reponse.content.decode()


def test_the_sign_in_form_of_an_old_tab_leads_where_one_already_is(strict, donges):
    strict.get("/espace/connexion/")
    strict.force_login(UtilisateurFactory())
    reponse = strict.post(
        "/espace/connexion/", {"csrfmiddlewaretoken": "x" * 64, "username": "camille", "password": "secret"},
        headers={"origin": ICI, "referer": f"{ICI}/espace/connexion/?next=/espace/famille/"},
    )  # fmt: skip
    assert reponse["Location"] == "/espace/famille/"


def test_the_true_reason_is_said(strict, donges):
    reponse = strict.post("/nous-ecrire/", {"texte": "x"}, headers={"origin": ICI})
    assert "cookie" in reponse.content.decode()


def test_a_form_with_a_heavy_photo_is_kept_without_the_photo(client, maison):
    entrer(client, maison.utilisateur)
    finir_la_session()
    photo = SimpleUploadedFile("photo.jpg", b"x" * 3_000_000, content_type="image/jpeg")
    reponse = client.post("/espace/dossier/situation/1/", {"message": "Séparés depuis mai", "piece": photo})
    assert reponse.status_code == 302
    assert saisies.retrouver(maison.utilisateur, page="/espace/dossier/situation/1/")[1:] == (
        {"message": ["Séparés depuis mai"]}, True,
    )  # fmt: skip
    # Who never was signed in sends no more than a form.
    photo.seek(0)
    assert ClientQuiLit().post("/espace/dossier/situation/1/", {"piece": photo}).status_code == 413


def test_a_button_that_did_not_count_leads_back_to_its_page(strict, maison):
    strict.force_login(maison.utilisateur)
    page = {"origin": ICI, "referer": f"{ICI}/espace/mes-identifiants/"}
    rendu = strict.post("/espace/deconnexion/", {}, headers=page).content.decode()
    assert "Cet envoi n’a pas été pris en compte" in rendu
    assert "Ce que vous aviez écrit" not in rendu
    assert 'href="/espace/mes-identifiants/"' in rendu
