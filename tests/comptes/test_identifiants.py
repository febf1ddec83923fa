"""« Mes identifiants »: the address that both sides confirm, the identifiant, one sentence for a weak password."""

import pytest

from common import clock, tasks
from common.models import Courriel, Journal
from espace_prive.comptes import services
from espace_prive.comptes.enums import EtatChangement
from espace_prive.comptes.models import ChangementCourriel
from espace_prive.comptes.services import identifiants
from tests.comptes.conftest import entrer
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.courrier import dernier, lien
from tests.tools.html import source

HUB, COURRIEL = "/espace/mes-identifiants/", "/espace/mes-identifiants/courriel/"
IDENTIFIANT = "/espace/mes-identifiants/identifiant/"
ANCIENNE, NOUVELLE = "nolwenn@courriel.example", "nolwenn.nouvelle@courriel.example"
SANS_REPONSE = "Sans réponse avant le vendredi 13 novembre à 10 h, le changement se fait la nuit suivante."
pytestmark = pytest.mark.django_db


@pytest.fixture
def connecte(client, parent):
    entrer(client, parent)
    return client


def demander(client, nouvelle=NOUVELLE, actuel=MOT_DE_PASSE):
    vue = client.get(COURRIEL).context["form"]["version"].value()
    saisie = {"email": nouvelle, "actuel": actuel, "version": vue}
    return source(client.post(COURRIEL, saisie, follow=True))


def repondre(client, adresse, **saisie):
    """Follow the link of the mail sent to ``adresse`` and press its button."""
    reponse = client.get(lien(dernier(adresse)))
    assert reponse.status_code == 302
    assert client.get(reponse["Location"]).status_code == 200
    return client.post(reponse["Location"], saisie)


def adresse_de(parent):
    parent.refresh_from_db()
    return parent.email


@pytest.mark.feature("F054")
def test_the_page_has_its_parts_and_each_leads_to_its_change(connecte, parent):
    page = connecte.get(HUB).content.decode()
    for attendu in (ANCIENNE, "nolwenn", "Mot de passe", "Second facteur", "1\u00a0appareil"):
        assert attendu in page or attendu.replace("\u00a0", " ") in page
    for suite in ("courriel/", "identifiant/", "mot-de-passe/", "second-facteur/", "appareils/"):
        assert f'href="{HUB}{suite}"' in page
        assert connecte.get(f"{HUB}{suite}").status_code == 200


@pytest.mark.feature("F054")
def test_the_address_changes_when_both_have_said_yes(connecte, parent, navigateur):
    assert "pas votre mot de passe actuel" in demander(connecte, actuel="faux")
    page = demander(connecte)
    assert NOUVELLE in page
    # One truth, in four places: until when the present address may answer, and when silence is a yes.
    assert SANS_REPONSE in page
    assert SANS_REPONSE in source(dernier(ANCIENNE).texte)
    assert SANS_REPONSE in source(dernier(ANCIENNE).html)
    avant = source(connecte.get(COURRIEL))
    assert "trois jours sans réponse, le changement se fait la nuit suivante" in avant
    assert adresse_de(parent) == ANCIENNE
    # The links are followed elsewhere: in the program that reads the mails.
    courriels = navigateur()
    confirmee = repondre(courriels, NOUVELLE).content.decode()
    assert "donnez aussi votre accord" in confirmee
    assert SANS_REPONSE in source(confirmee)
    assert adresse_de(parent) == ANCIENNE
    assert "a changé" in repondre(courriels, ANCIENNE, reponse="oui").content.decode()
    assert adresse_de(parent) == NOUVELLE
    assert {dernier(a).objet for a in (ANCIENNE, NOUVELLE)} == {"Votre adresse électronique a changé"}
    assert "va changer" not in connecte.get(HUB).content.decode()
    assert entrer(navigateur(), parent).status_code == 302


def test_the_other_order_too(connecte, parent, navigateur):
    demander(connecte)
    assert "Il reste à ouvrir" in repondre(navigateur(), ANCIENNE, reponse="oui").content.decode()
    assert adresse_de(parent) == ANCIENNE
    repondre(navigateur(), NOUVELLE)
    assert adresse_de(parent) == NOUVELLE


def test_an_address_that_one_reads_no_more_is_left_behind_after_three_days(connecte, parent, navigateur, settings):
    demander(connecte)
    repondre(navigateur(), NOUVELLE)
    settings.HORLOGE = "2026-11-13T03:30:00+01:00"
    tasks.menage()
    assert adresse_de(parent) == ANCIENNE
    settings.HORLOGE = "2026-11-14T03:30:00+01:00"
    tasks.menage()
    assert adresse_de(parent) == NOUVELLE
    tasks.menage()
    assert Courriel.objects.filter(objet="Votre adresse électronique a changé").count() == 2


def test_silence_without_the_new_address_changes_nothing_and_the_demand_dies(connecte, parent, settings):
    demander(connecte)
    chemin = lien(dernier(NOUVELLE))
    settings.HORLOGE = "2026-11-17T10:00:01+01:00"
    assert connecte.get(connecte.get(chemin)["Location"]).status_code == 410
    tasks.menage()
    assert ChangementCourriel.objects.get().etat == EtatChangement.EXPIRE
    assert adresse_de(parent) == ANCIENNE


def test_it_was_not_me_stops_everything_and_puts_out_who_asked(connecte, parent, navigateur):
    demander(connecte)
    victime = navigateur()
    reponse = repondre(victime, ANCIENNE, reponse="non")
    assert "/nouveau-mot-de-passe/" in reponse["Location"]
    assert adresse_de(parent) == ANCIENNE
    assert connecte.get(HUB).status_code == 302
    assert "ne vont pas ensemble" in entrer(connecte, parent).content.decode()
    assert connecte.get(connecte.get(lien(dernier(NOUVELLE)))["Location"]).status_code == 410
    nouveau = "trois-moutons-au-bois"
    assert victime.post(reponse["Location"], {"mot_de_passe": nouveau, "confirmation": nouveau}).status_code == 302
    assert entrer(victime, parent, nouveau).status_code == 302


def test_a_new_password_gives_up_the_change_that_a_thief_asked_for(connecte, parent, navigateur, settings):
    demander(connecte)
    repondre(navigateur(), NOUVELLE)
    services.changer_mot_de_passe(parent, "trois-moutons-au-bois", actuel=MOT_DE_PASSE)
    settings.HORLOGE = "2026-11-20T10:00:00+01:00"
    identifiants.mener_les_changements()
    assert adresse_de(parent) == ANCIENNE
    assert ChangementCourriel.objects.get().etat == EtatChangement.ANNULE


def test_links_serve_once_and_opening_one_does_nothing(connecte, parent, navigateur):
    demander(connecte)
    robot = navigateur()
    for adresse in (ANCIENNE, NOUVELLE):
        robot.get(robot.get(lien(dernier(adresse)))["Location"])
    assert ChangementCourriel.objects.filter(ancienne_le=None, nouvelle_le=None).count() == 1
    chemin = lien(dernier(NOUVELLE))
    repondre(robot, NOUVELLE)
    assert robot.get(robot.get(chemin)["Location"]).status_code == 410
    # The link of one side is none of the other's.
    jeton = lien(dernier(ANCIENNE)).rstrip("/").split("/")[-1]
    assert robot.get(robot.get(f"/espace/nouvelle-adresse/{jeton}/")["Location"]).status_code == 410
    assert navigateur().get("/espace/changement-d-adresse/").status_code == 410


def test_a_demand_is_given_up_or_replaced(connecte, parent, navigateur):
    demander(connecte)
    premier = lien(dernier(NOUVELLE))
    # From a page opened before the first demand: told, and nothing is replaced.
    perdu = connecte.post(COURRIEL, {"email": "tard@courriel.example", "actuel": MOT_DE_PASSE, "version": "0"})
    assert f"Un changement vers {NOUVELLE} vient d’être demandé" in perdu.content.decode()
    assert f'<a href="{COURRIEL}">Voir la version à jour</a>' in perdu.content.decode()
    demander(connecte, "encore@courriel.example")
    assert navigateur().get(premier, follow=True).status_code == 410
    assert "annulé" in connecte.post(f"{COURRIEL}annuler/", follow=True).content.decode()
    assert navigateur().get(lien(dernier("encore@courriel.example")), follow=True).status_code == 410
    assert "Aucun changement" in connecte.post(f"{COURRIEL}annuler/", follow=True).content.decode()


def test_nothing_on_the_screen_tells_that_an_address_is_taken(connecte, navigateur, parent):
    UtilisateurFactory(email="prise@courriel.example")
    libre = demander(connecte, "libre@courriel.example").replace("libre@", "X@")
    prise = demander(connecte, "Prise@courriel.example").replace("Prise@", "X@")
    assert libre.split("csrfmiddlewaretoken")[0] == prise.split("csrfmiddlewaretoken")[0]
    courriel = dernier("Prise@courriel.example")
    assert "existe déjà" in courriel.texte
    assert "/nouvelle-adresse/" not in courriel.texte
    assert "Il reste à ouvrir" in repondre(navigateur(), ANCIENNE, reponse="oui").content.decode()
    assert adresse_de(parent) == ANCIENNE


def test_an_address_taken_meanwhile_changes_nothing(connecte, parent, navigateur):
    demander(connecte)
    UtilisateurFactory(email=NOUVELLE.upper())
    repondre(navigateur(), ANCIENNE, reponse="oui")
    assert "ne peut pas être utilisée" in repondre(navigateur(), NOUVELLE).content.decode()
    assert adresse_de(parent) == ANCIENNE
    assert "n’a pas changé" in dernier(ANCIENNE).objet


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [("", "Renseignez"), ("pas une adresse", "incomplète"), (ANCIENNE.upper(), "déjà votre adresse")],
)
def test_a_bad_address_gets_a_sentence_and_stays_typed(connecte, saisi, phrase):
    page = demander(connecte, saisi)
    assert phrase in page
    assert f'value="{saisi}"' in page or not saisi
    assert not ChangementCourriel.objects.exists()


def test_an_account_is_no_tool_to_write_to_strangers(connecte):
    for n in range(identifiants.DEMANDES_PAR_JOUR):
        demander(connecte, f"inconnu{n}@courriel.example")
    assert "Recommencez demain" in demander(connecte, "inconnu9@courriel.example")


def test_domains_above_follow_in_the_same_transaction(connecte, parent, navigateur, monkeypatch):
    suivis = []
    monkeypatch.setattr(identifiants, "SUIVRE_COURRIEL", [lambda u, *, ancienne: suivis.append((u.email, ancienne))])
    demander(connecte)
    repondre(navigateur(), ANCIENNE, reponse="oui")
    repondre(navigateur(), NOUVELLE)
    assert suivis == [(NOUVELLE, ANCIENNE)]


@pytest.mark.feature("F054")
def test_the_identifiant_changes_with_the_password_and_a_notice(connecte, parent, navigateur):
    saisie = {"identifiant": "nolwenn.2026", "actuel": "faux"}
    page = connecte.post(IDENTIFIANT, saisie).content.decode()
    assert "pas votre mot de passe actuel" in page
    assert 'value="nolwenn.2026"' in page
    assert connecte.post(IDENTIFIANT, saisie | {"actuel": MOT_DE_PASSE})["Location"] == HUB
    parent.refresh_from_db()
    assert parent.identifiant == "nolwenn.2026"
    assert "nolwenn.2026" in dernier(ANCIENNE).texte
    assert entrer(navigateur(), parent).status_code == 302
    assert Journal.objects.get(action="changement de l’identifiant").donnees == {"ancien": "nolwenn"}


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [
        ("PRIS", "déjà pris"),
        ("nolwenn", "déjà votre identifiant"),
        ("é&", "au moins 3 caractères"),
        # An address as an identifiant would keep the owner of that address out.
        ("voisin@courriel.example", "au moins 3 caractères"),
    ],
)
def test_a_bad_identifiant_gets_a_sentence(connecte, parent, saisi, phrase):
    UtilisateurFactory(identifiant="pris")
    page = connecte.post(IDENTIFIANT, {"identifiant": saisi, "actuel": MOT_DE_PASSE}).content.decode()
    assert phrase in page
    parent.refresh_from_db()
    assert parent.identifiant == "nolwenn"


def test_an_account_is_no_tool_to_list_identifiants(connecte, parent):
    UtilisateurFactory(identifiant="pris")
    for _ in range(identifiants.DEMANDES_PAR_JOUR):
        connecte.post(IDENTIFIANT, {"identifiant": "pris", "actuel": MOT_DE_PASSE})
    page = connecte.post(IDENTIFIANT, {"identifiant": "libre", "actuel": MOT_DE_PASSE}).content.decode()
    assert "Recommencez demain" in page


def test_who_guesses_the_present_password_of_an_open_session_is_slowed_down(connecte, parent):
    for _ in range(6):
        page = connecte.post(IDENTIFIANT, {"identifiant": "autre", "actuel": "faux"}).content.decode()
    assert "Attendez cinq minutes" in page
    assert services.reconnaitre("nolwenn", MOT_DE_PASSE, adresse="x") == parent


@pytest.mark.feature("F049")
def test_no_password_ever_leaves_by_mail(connecte, parent, client):
    """Done otherwise on purpose: the person chooses the password by a link, at once, so none is to be changed."""
    services.demander_mot_de_passe("nolwenn", adresse="x")
    page = client.get(lien(dernier(ANCIENNE)))["Location"]
    client.post(page, {"mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois"})
    agent = UtilisateurFactory(is_staff=True, email="agent@courriel.example")
    services.inviter_agent(agent)
    assert "/mot-de-passe-oublie/" in dernier("agent@courriel.example").texte
    for courriel in Courriel.objects.all():
        assert MOT_DE_PASSE not in courriel.texte + courriel.html
        assert "trois-moutons-au-bois" not in courriel.texte + courriel.html


def test_an_address_taken_between_the_look_and_the_write_changes_nothing(parent, monkeypatch):
    """Two accounts confirm the same address at once: the first has it, the second is told; the night goes on."""
    monkeypatch.setattr(identifiants, "_est_prise", lambda *args: False)
    UtilisateurFactory(email=NOUVELLE)
    autre = UtilisateurFactory(email="gwenn@courriel.example")
    instant = clock.maintenant()
    for personne, nouvelle in ((parent, NOUVELLE), (autre, "gwenn2@courriel.example")):
        ChangementCourriel.objects.create(
            utilisateur=personne, ancienne=personne.email, nouvelle=nouvelle, nouvelle_le=instant,
            demande_le=instant - identifiants.SILENCE,
        )  # fmt: skip
    assert services.mener_les_changements() == 2
    assert adresse_de(parent) == ANCIENNE
    assert "n’a pas changé" in dernier(ANCIENNE).objet
    assert adresse_de(autre) == "gwenn2@courriel.example"
    assert set(ChangementCourriel.objects.values_list("etat", flat=True)) == {
        EtatChangement.ANNULE, EtatChangement.APPLIQUE,
    }  # fmt: skip
