"""Where one is signed in: listed, closed, ended by time; a new device is told by mail."""

from datetime import timedelta

import pytest

from common import clock, tasks
from common.models import Courriel, Journal
from espace_prive.comptes import rules, services
from espace_prive.comptes.models import Appareil, SessionOuverte
from tests.comptes.conftest import FIREFOX, entrer
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.courrier import dernier
from tests.tools.html import source
from tests.tools.requetes import requetes

APPAREILS = "/espace/mes-identifiants/appareils/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
PRIVEE = "/espace/mes-identifiants/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("agent", "nom"),
    [
        (FIREFOX, "Firefox sur Linux"),
        (IPHONE, "Safari sur iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel) Chrome/140.0 Mobile Safari/537", "Chrome sur un téléphone Android"),
        ("(Linux; Android 15; SM-X) SamsungBrowser/28 Chrome/130 Safari", "Samsung Internet sur une tablette Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge sur Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari sur Mac"),
        ("curl/8.5", "Appareil non reconnu"),
        ("", "Appareil non reconnu"),
        ("<script>alert(1)</script> Firefox", "Firefox sur un appareil non reconnu"),
    ],
)  # fmt: skip
def test_a_device_is_said_in_words(agent, nom):
    assert rules.nom_de_l_appareil(agent) == nom


def test_devices_are_listed_and_closed_one_by_one(client, parent, navigateur):
    entrer(client, parent)
    telephone, tablette = navigateur(), navigateur()
    entrer(telephone, parent, agent=IPHONE)
    entrer(tablette, parent)
    page = client.get(APPAREILS).content.decode()
    assert page.count('name="numero"') == 2
    assert page.count("Cet appareil") == 1
    assert "Safari sur iPhone" in page
    for session in SessionOuverte.objects.all():
        assert session.session_key not in page
    numero = next(services.numero(s) for s in services.sessions_de(parent) if "iPhone" in s.appareil.nom)
    assert client.post(f"{APPAREILS}fermer/", {"numero": numero})["Location"] == APPAREILS
    assert telephone.get(PRIVEE).status_code == 302
    assert tablette.get(PRIVEE).status_code == 200
    assert "déjà déconnecté" in client.post(f"{APPAREILS}fermer/", {"numero": numero}, follow=True).content.decode()


def test_the_page_says_when_a_device_signs_out_by_itself(client, client_agent, parent):
    entrer(client, parent)
    page = client.get(APPAREILS).content.decode()
    assert "après 2 heures sans activité, ou 30 minutes si c’est la première fois" in page
    assert "dans tous les cas, 12 heures après la connexion" in page
    page = client_agent.get(APPAREILS).content.decode()
    assert "après 30 minutes sans activité" in page
    assert "dans tous les cas, 8 heures après la connexion" in page
    assert "première fois" not in page


def test_all_the_others_are_closed_at_once(client, parent, navigateur):
    entrer(client, parent)
    autres = [navigateur() for _ in range(3)]
    for autre in autres:
        entrer(autre, parent)
    client.post(f"{APPAREILS}fermer-les-autres/")
    assert client.get(PRIVEE).status_code == 200
    assert {autre.get(PRIVEE).status_code for autre in autres} == {302}
    assert Journal.objects.get(action="fermeture des sessions").donnees == {"sessions": 3}


def test_nobody_closes_the_session_of_another(client, parent, navigateur):
    entrer(client, parent)
    voisin = navigateur()
    entrer(voisin, UtilisateurFactory(identifiant="voisin"))
    voisin.post(f"{APPAREILS}fermer/", {"numero": services.numero(services.sessions_de(parent)[0])})
    voisin.post(f"{APPAREILS}fermer-les-autres/")
    assert client.get(PRIVEE).status_code == 200


def test_a_new_password_closes_the_others_and_keeps_this_one(client, parent, navigateur):
    entrer(client, parent)
    autre = navigateur()
    entrer(autre, parent)
    nouveau = "trois-moutons-au-bois"
    saisie = {"actuel": MOT_DE_PASSE, "mot_de_passe": nouveau, "confirmation": nouveau}
    client.post("/espace/mes-identifiants/mot-de-passe/", saisie)
    assert client.get(PRIVEE).status_code == 200
    assert autre.get(PRIVEE).status_code == 302
    assert [s.session_key for s in services.sessions_de(parent)] == [client.session.session_key]


def test_an_administrator_signs_a_person_out_and_closes_the_account(client_administrateur, client, parent):
    entrer(client, parent)
    fiche = f"/gestion/comptes/{parent.pk}/"
    assert "Firefox sur Linux" in client_administrateur.get(fiche).content.decode()
    chemin = f"/gestion/personnel/{parent.pk}/deconnecter/"
    assert "Dites pourquoi" in client_administrateur.post(chemin, {"motif": " "}).content.decode()
    assert client.get(PRIVEE).status_code == 200
    client_administrateur.post(chemin, {"motif": "Téléphone volé"})
    assert client.get(PRIVEE).status_code == 302
    entrer(client, parent)
    client_administrateur.post(f"{fiche}fermer/", {"motif": "Demande de la famille"})
    assert client.get(PRIVEE).status_code == 302
    assert not services.sessions_de(parent)
    assert "ne vont pas ensemble" in entrer(client, parent).content.decode()
    assert "déjà fermé" in client_administrateur.post(f"{fiche}fermer/", {"motif": "x"}).content.decode()
    client_administrateur.post(f"{fiche}rouvrir/", {"motif": "Erreur"})
    assert entrer(client, parent).status_code == 302


def test_accounts_are_found_whatever_the_accents_and_the_staff_is_elsewhere(client_administrateur, parent):
    UtilisateurFactory(identifiant="maelle", first_name="Maëlle", last_name="Le Goff", is_active=False)
    agent = UtilisateurFactory(identifiant="maelle-agent", first_name="Maëlle", is_staff=True)
    page = source(client_administrateur.get("/gestion/comptes/?q=maelle GOFF"))
    assert "1\u00a0compte" in page or "1 compte" in page
    assert "Fermé" in page
    assert "nolwenn" not in page
    assert client_administrateur.get(f"/gestion/comptes/{agent.pk}/").status_code == 404
    assert "Aucun compte ne correspond" in client_administrateur.get("/gestion/comptes/?q=zzz").content.decode()


def test_nobody_else_reads_the_accounts(client_agent, client_regisseur, parent):
    for client in (client_agent, client_regisseur):
        for suite in ("", f"{parent.pk}/", f"{parent.pk}/fermer/"):
            assert client.get(f"/gestion/comptes/{suite}").status_code == 404
        assert client.post(f"/gestion/personnel/{parent.pk}/deconnecter/", {"motif": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("personnel", "connu", "repos", "duree"), [(False, True, 120, 12), (False, False, 30, 12), (True, True, 30, 8)]
)
def test_how_long_a_session_lives(personnel, connu, repos, duree):
    assert rules.regime(personnel=personnel, connu=connu) == (timedelta(minutes=repos), timedelta(hours=duree))


def passer(client, **duree):
    """Let time pass since the last page."""
    for ligne in SessionOuverte.objects.filter(session_key=client.session.session_key):
        ligne.vue_le -= timedelta(**duree)
        ligne.expire_date -= timedelta(**duree)
        ligne.save()


def test_a_known_device_stays_signed_in_across_the_opening_and_a_new_one_half_an_hour(client, parent):
    entrer(client, parent)
    passer(client, minutes=29)
    assert client.get(PRIVEE).status_code == 200
    passer(client, minutes=31)
    assert client.get(PRIVEE).status_code == 302
    entrer(client, parent)
    passer(client, minutes=119)
    assert client.get(PRIVEE).status_code == 200
    passer(client, minutes=121)
    assert client.get(PRIVEE).status_code == 302


def test_no_activity_prolongs_a_session_beyond_twelve_hours(client, parent):
    entrer(client, parent)
    session = client.session
    session["acces"] |= {"ouverte": (clock.reel() - timedelta(hours=11, minutes=50)).isoformat()}
    session.save()
    assert client.get(PRIVEE).status_code == 200
    fin = SessionOuverte.objects.get(session_key=session.session_key).expire_date
    assert timedelta(minutes=9) < fin - clock.reel() <= timedelta(minutes=10)


def test_a_session_that_says_nothing_is_the_shortest(client, parent):
    client.force_login(parent)
    ligne = SessionOuverte.objects.get(utilisateur=parent)
    assert ligne.expire_date - clock.reel() <= rules.REPOS_NOUVEAU


def test_the_last_page_is_noted_every_few_minutes_and_costs_nothing_in_between(client, parent):
    entrer(client, parent)
    with requetes() as faites:
        client.get("/espace/mot-de-passe-oublie/")
    assert not [r for r in faites if "UPDATE" in str(r)], str(faites)
    passer(client, minutes=4)
    avant = SessionOuverte.objects.get(utilisateur=parent).vue_le
    client.get("/espace/mot-de-passe-oublie/")
    assert SessionOuverte.objects.get(utilisateur=parent).vue_le > avant


def test_the_first_device_is_not_told_and_the_next_new_one_is(client, parent, navigateur):
    entrer(client, parent)
    entrer(client, parent)
    assert not Courriel.objects.exists()
    autre = navigateur()
    entrer(autre, parent, agent=IPHONE)
    courriel = dernier(parent.email)
    assert courriel.objet == "Connexion depuis un nouvel appareil"
    assert "Safari sur iPhone" in courriel.texte
    assert "mardi 10\u00a0novembre" in courriel.texte
    autre.post("/espace/deconnexion/")
    entrer(autre, parent, agent=IPHONE)
    assert Courriel.objects.count() == 1


def test_a_shared_browser_is_new_for_each_person(client, parent):
    entrer(client, parent)
    client.post("/espace/deconnexion/")
    autre = UtilisateurFactory(identifiant="autre", last_login=clock.maintenant())
    entrer(client, autre)
    assert dernier(autre.email).objet == "Connexion depuis un nouvel appareil"
    assert Appareil.objects.count() == 2


def test_devices_unseen_for_long_are_forgotten_and_dead_sessions_swept(client, parent, settings):
    entrer(client, parent)
    SessionOuverte.objects.update(expire_date=clock.reel() - timedelta(hours=25))
    tasks.menage()
    assert not SessionOuverte.objects.exists()
    assert Appareil.objects.exists()
    settings.HORLOGE = "2027-12-20T10:00:00+01:00"
    tasks.menage()
    assert not Appareil.objects.exists()
