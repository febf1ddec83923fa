"""Invitations by mail: a one-time link, never a password; one more key of a service."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction

from common import clock
from common.errors import Refus
from common.models import Courriel
from common.web import freins
from espace_prive.comptes.models import Utilisateur
from espace_prive.ouverture import services
from espace_prive.ouverture.models import Invitation
from espace_prive.ouverture.services import emettre_cle
from espace_prive.ouverture.services.cles import ESSAIS_PAR_HEURE
from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.tools.courrier import dernier, lien
from tests.tools.html import rangees, texte, un

pytestmark = pytest.mark.django_db
PHRASE = "trois-moutons-au-bois"


@pytest.fixture
def adulte(donges):
    return famille(donges, compte=False).responsable


def secret(courriel):
    return lien(courriel).strip("/").split("/")[-1]


def ouvrir(client, chemin, *, identifiant="camille", phrase=PHRASE):
    client.get(chemin)
    return client.post(
        "/espace/invitation/", {"identifiant": identifiant, "mot_de_passe": phrase, "confirmation": phrase}
    )


@pytest.mark.feature("F034", "F035", "F048", "F049")
def test_an_invited_parent_opens_the_space_by_the_link_and_chooses_the_password(client, adulte, agent):
    """The guide mails a user name and a password; here a link, used once, to choose both."""
    services.inviter(adulte, par=agent)
    courriel = dernier(adulte.email)
    assert "mot de passe est" not in courriel.texte.lower()
    page = client.get(lien(courriel), follow=True)
    assert page.request["PATH_INFO"] == "/espace/invitation/"
    assert secret(courriel) not in page.content.decode()
    assert "Bonjour Madame Rivière" in page.content.decode()
    assert ouvrir(client, lien(courriel))["Location"] == "/espace/connexion/"
    adulte.refresh_from_db()
    compte = adulte.utilisateur
    assert (compte.identifiant, compte.is_active, compte.a_activer) == ("camille", True, False)
    assert (compte.email, compte.last_name) == (adulte.email, "Rivière")
    client.post("/espace/connexion/", {"username": "camille", "password": PHRASE})
    assert get_user(client) == compte
    # Spent: the same link opens nothing more.
    autre = ClientQuiLit()
    assert ouvrir(autre, lien(courriel), identifiant="voleur").status_code == 410
    assert not Utilisateur.objects.filter(identifiant="voleur").exists()


def test_a_new_invitation_replaces_the_former_and_time_ends_both(client, adulte, agent, settings):
    services.inviter(adulte, par=agent)
    ancien = lien(dernier())
    services.inviter(adulte, par=agent)
    assert client.get(ancien, follow=True).status_code == 410
    assert client.get(lien(dernier()), follow=True).status_code == 200
    settings.HORLOGE = (clock.maintenant() + timedelta(days=31)).isoformat()
    perimee = client.get(lien(dernier()), follow=True)
    assert perimee.status_code == 410
    assert "Demander mon espace sans clé" in perimee.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(annulee_le=None)


@pytest.mark.parametrize(
    ("identifiant", "phrase", "dit"),
    [
        ("pris", PHRASE, "Cet identifiant est déjà pris"),
        ("a b", PHRASE, "au moins 3 caractères"),
        ("camille", "court", "12 caractères"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_keeps_the_invitation(
    client, adulte, agent, identifiant, phrase, dit
):
    UtilisateurFactory(identifiant="Pris")
    services.inviter(adulte, par=agent)
    page = ouvrir(client, lien(dernier()), identifiant=identifiant, phrase=phrase)
    assert dit in page.content.decode()
    assert f'value="{identifiant}"' in page.content.decode()
    assert ouvrir(client, lien(dernier()), identifiant="libre").status_code == 302


def test_who_has_a_space_or_no_address_is_not_invited(donges, agent):
    with pytest.raises(Refus) as refus:
        services.inviter(famille(donges).responsable, par=agent)
    assert refus.value.code == "espace_existant"
    muet = famille(donges, compte=False).responsable
    muet.email = ""
    muet.save()
    with pytest.raises(Refus) as refus:
        services.inviter(muet, par=agent)
    assert refus.value.code == "sans_courriel"
    assert not Courriel.objects.exists()


def test_a_stranger_who_tries_links_is_slowed_down(client, adulte, agent, monkeypatch):
    monkeypatch.setattr("espace_prive.ouverture.services.invitations.ESSAIS_PAR_HEURE", 3)
    services.inviter(adulte, par=agent)
    for n in range(3):
        assert client.get(f"/espace/invitation/essai{n}/", follow=True).status_code == 410
    dit = client.get(lien(dernier()), follow=True)
    assert "Trop de liens essayés" in dit.content.decode()
    # Elsewhere, the person comes in.
    assert ClientQuiLit(REMOTE_ADDR="192.0.2.9").get(lien(dernier()), follow=True).status_code == 200
    freins.purger()


def test_an_invitation_takes_the_place_of_a_space_never_activated(client, adulte, agent):
    endormi = UtilisateurFactory(is_active=False, a_activer=True, email=adulte.email)
    adulte.utilisateur = endormi
    adulte.save()
    services.inviter(adulte, par=agent)
    assert ouvrir(client, lien(dernier())).status_code == 302
    assert not Utilisateur.objects.filter(pk=endormi.pk).exists()


@pytest.mark.feature("F041")
def test_keys_of_several_services_serve_one_account(client, donges, agent):
    maison = famille(donges)
    client.force_login(maison.utilisateur)
    cle, ligne = emettre_cle(maison.responsable, par=agent, service=donges.service)

    def du_service(page):
        (rang,) = [rang for rang in rangees(page) if rang[0].startswith("Affaires scolaires")]
        return " ".join(rang)

    assert "Pas de clé enregistrée" in du_service(client.get("/espace/mes-cles/"))
    page = client.post("/espace/mes-cles/", {"cle": cle.lower()}, follow=True)
    assert "relié à Affaires scolaires" in texte(page)
    assert "Enregistrée" in du_service(page)
    ligne.refresh_from_db()
    assert ligne.utilisee_le == clock.maintenant()
    assert "a déjà servi" in client.post("/espace/mes-cles/", {"cle": cle}).content.decode()
    voisin = famille(donges, compte=False)
    autre, _ = emettre_cle(voisin.responsable, par=agent)
    assert "autre dossier" in client.post("/espace/mes-cles/", {"cle": autre}).content.decode()


@pytest.mark.feature("F039", "F040")
def test_at_the_desk_an_agent_invites_and_prints_one_more_key_from_the_family_file(client_agent, donges):
    maison, avec = famille(donges, compte=False), famille(donges)
    dossier = client_agent.get(f"/gestion/familles/{maison.foyer.pk}/")
    adresse = un(dossier, "form[action^='/gestion/ouvertures/familles/'][action$='/inviter/']")["action"]
    client_agent.post(adresse)
    assert dernier(maison.responsable.email).objet == "Ouvrez votre espace"
    assert "Invitation envoyée le" in client_agent.get(f"/gestion/familles/{maison.foyer.pk}/").content.decode()
    cle = f"/gestion/ouvertures/familles/{avec.foyer.pk}/adultes/{avec.responsable.pk}/cle/"
    assert client_agent.post(cle, {"service": donges.service.pk})["Content-Type"] == "application/pdf"
    assert client_agent.post(cle, {"service": "99999"}).status_code == 404
    ailleurs = f"/gestion/ouvertures/familles/{avec.foyer.pk}/adultes/{maison.responsable.pk}/inviter/"
    assert client_agent.post(ailleurs).status_code == 404


def test_who_is_signed_in_does_not_guess_keys_for_ever_either(client, donges):
    client.force_login(famille(donges).utilisateur)
    for _ in range(ESSAIS_PAR_HEURE):
        assert "n’est pas la bonne" in client.post("/espace/mes-cles/", {"cle": "AAAA-BBBB-CCCC"}).content.decode()
    assert "Trop de clés" in client.post("/espace/mes-cles/", {"cle": "AAAA-BBBB-CCCC"}).content.decode()
