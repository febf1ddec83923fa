"""« Nous écrire »: kept, mailed, read by the right agents, closed to robots, forgotten in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from common import clock
from common.models import Courriel
from common.tasks import menage
from common.web import robots
from common.web.memory import forget
from commune.models import Reglages, Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.messagerie import services
from espace_prive.messagerie.models import Message
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.html import arbre, source, texte

pytestmark = pytest.mark.django_db
ADRESSE = "/nous-ecrire/"


@pytest.fixture
def ecoles(donges):
    Service.objects.filter(pk=donges.service.pk).update(courriel="ecoles@ville.example")
    donges.reglages.courriel = "mairie@ville.example"
    donges.reglages.save()
    donges.service.refresh_from_db()
    return donges.service


@pytest.fixture
def heure(monkeypatch):
    """Move the clock on, from the moment when a page was shown."""
    instant = [clock.maintenant()]
    monkeypatch.setattr(clock, "maintenant", lambda: instant[0])

    def avancer(**duree):
        instant[0] += timedelta(**duree)

    return avancer


def jeton(client, **options):
    return arbre(client.get(ADRESSE, **options)).select_one("input[name='jeton']").get("value")


def saisie(jeton, **autres):
    return {
        "jeton": jeton, "nature": "question", "service": "", "texte": "La cantine ouvre-t-elle le lundi ?",
        "nom": "Camille Rivière", "courriel": "camille@courriel.example", "site_internet": "",
    } | autres  # fmt: skip


@pytest.mark.feature("F029", "F190", "F193")
def test_a_message_is_kept_and_the_service_is_told_by_mail(client, ecoles, heure):
    page = saisie(jeton(client), service=ecoles.pk)
    heure(seconds=20)
    assert client.post(ADRESSE, page)["Location"] == "/nous-ecrire/merci/"
    message = Message.objects.get()
    assert (message.service, message.nom) == (ecoles, "Camille Rivière")
    assert mail.outbox[-1].to == ["ecoles@ville.example"]
    assert "La cantine ouvre-t-elle le lundi ?" in mail.outbox[-1].body
    assert f"/gestion/messages/{message.pk}/" in mail.outbox[-1].body
    ecoles.pk and Reglages.objects.update(delai_de_reponse="sous cinq jours ouvrés")
    forget(Reglages.MEMOIRE)
    merci = texte(arbre(client.get("/nous-ecrire/merci/")))
    assert "Votre message est envoyé" in merci
    assert "à camille@courriel.example, sous cinq jours ouvrés." in merci
    assert f"Votre message n° {message.pk}" in merci.replace("\xa0", " ")
    assert "La cantine ouvre-t-elle le lundi ?" in merci
    assert "La cantine" not in ClientQuiLit().get("/nous-ecrire/merci/").content.decode(), "nobody else reads it"
    heure(minutes=61)
    assert "La cantine" not in client.get("/nous-ecrire/merci/").content.decode()


def test_without_a_service_the_town_hall_gets_it(client, ecoles, heure):
    page = saisie(jeton(client), nature="remarque")
    heure(seconds=20)
    client.post(ADRESSE, page)
    assert mail.outbox[-1].to == ["mairie@ville.example"]


def test_a_message_handed_back_tells_the_service_again(client, ecoles, heure, agent):
    page = saisie(jeton(client), service=ecoles.pk)
    heure(seconds=20)
    client.post(ADRESSE, page)
    message = Message.objects.get()
    creche = Service.objects.create(code="creche", nom="Crèche", courriel="creche@ville.example")
    for service in (creche, ecoles, creche):
        message.refresh_from_db()
        services.transmettre(message, service=service, depuis=message.service_id, par=agent)
    vus = ["ecoles@ville.example", "creche@ville.example"] * 2
    assert [a for courriel in mail.outbox for a in courriel.to] == vus


def test_a_double_click_writes_once(client, ecoles, heure):
    page = saisie(jeton(client), service=ecoles.pk)
    heure(seconds=20)
    for _ in range(3):
        assert client.post(ADRESSE, page).status_code == 302
    assert Message.objects.count() == Courriel.objects.count() == 1


@pytest.mark.parametrize(
    ("autres", "attente", "phrase"),
    [
        ({"site_internet": "https://vente.example"}, 20, robots.RELIRE),
        ({}, 1, robots.RELIRE),
        ({"jeton": "inventé"}, 20, robots.RELIRE),
        ({"jeton": ""}, 20, robots.RELIRE),
        ({}, 90_000, robots.PAGE_ANCIENNE),
    ],
)
def test_a_robot_is_stopped_and_a_person_only_sends_again(client, ecoles, heure, autres, attente, phrase):
    page = saisie(jeton(client)) | autres
    heure(seconds=attente)
    reponse = client.post(ADRESSE, page)
    mots = reponse.content.decode()
    assert phrase in mots.replace("\u00a0", " ")
    assert "La cantine ouvre-t-elle le lundi ?" in mots, "nothing is lost"
    assert not Message.objects.exists()
    nouveau = arbre(reponse).select_one("input[name='jeton']").get("value")
    heure(seconds=5)
    assert client.post(ADRESSE, saisie(nouveau)).status_code == 302
    assert Message.objects.count() == 1


def test_what_is_missing_or_wrong_is_said_beside_its_field(client, ecoles, heure):
    page = saisie(jeton(client), texte="", courriel="camille@", service="999999", nature="autre")
    heure(seconds=20)
    mots = client.post(ADRESSE, page).content.decode()
    for phrase in ("Renseignez « Votre message »", "Cette adresse électronique est incomplète", "Camille Rivière"):
        assert phrase in mots.replace("\u00a0", " ").replace("\u202f", " "), phrase
    assert not Message.objects.exists()


def test_somebody_who_writes_without_end_is_slowed_down_and_loses_nothing(client, ecoles, heure):
    for rang in range(services.PAR_HEURE + 1):
        page = saisie(jeton(client), texte=f"Message {rang}")
        heure(seconds=20)
        reponse = client.post(ADRESSE, page)
    assert services.TROP in reponse.content.decode().replace("\u00a0", " ")
    assert f"Message {services.PAR_HEURE}" in reponse.content.decode()
    assert Message.objects.count() == services.PAR_HEURE


def test_each_page_has_its_own_stamp_even_when_pages_are_kept_for_everybody(settings, ecoles, heure):
    settings.PAGES_EN_COMMUN_SECONDES = 60
    premier, second = (ClientQuiLit(enforce_csrf_checks=True) for _ in range(2))
    page = arbre(premier.get(ADRESSE))
    assert jeton(second) != page.select_one("input[name='jeton']").get("value")
    heure(seconds=20)
    donnees = saisie(page.select_one("input[name='jeton']").get("value"))
    assert premier.post(ADRESSE, donnees).status_code == 403
    donnees["csrfmiddlewaretoken"] = page.select_one("input[name='csrfmiddlewaretoken']").get("value")
    assert premier.post(ADRESSE, donnees).status_code == 302


def test_the_address_of_a_service_chooses_it_and_a_parent_s_name_is_known(client, ecoles, agent):
    page = arbre(client.get(f"{ADRESSE}?service=affaires-scolaires"))
    assert page.select_one("select[name='service'] > option[selected]").get("value") == str(ecoles.pk)
    client.force_login(agent)
    assert arbre(client.get(ADRESSE)).select_one("input[name='courriel']").get("value") == agent.email


def un_message(service=None, **autres):
    return services.recevoir(
        numero=uuid4(), adresse="10.0.0.1", nature="question", service=service, texte="Bonjour", nom="Camille",
        courriel="camille@courriel.example", **autres,
    )  # fmt: skip


@pytest.fixture
def scolaire(ecoles):
    agent = _agent(Role.AGENT)
    Habilitation.objects.create(utilisateur=agent, service=ecoles)
    return connecter_agent(ClientQuiLit(), agent)


def test_an_agent_reads_the_messages_of_the_service_and_those_that_wait_for_one(scolaire, ecoles):
    autre = Service.objects.create(code="creche", nom="Petite enfance", courriel="creche@ville.example")
    miens, sans, pas_miens = un_message(ecoles), un_message(), un_message(autre)
    liste = scolaire.get("/gestion/messages/").content.decode()
    assert "2 messages en attente" in source(liste).replace("\u00a0", " ")
    for message, code in ((miens, 200), (sans, 200), (pas_miens, 404)):
        assert scolaire.get(f"/gestion/messages/{message.pk}/").status_code == code
    for geste in ("repondre", "transmettre"):
        assert scolaire.post(f"/gestion/messages/{pas_miens.pk}/{geste}/", {"service": ecoles.pk}).status_code == 404
    mail.outbox.clear()
    scolaire.post(f"/gestion/messages/{sans.pk}/transmettre/", {"service": autre.pk})
    assert mail.outbox[-1].to == ["creche@ville.example"]
    assert scolaire.get(f"/gestion/messages/{sans.pk}/").status_code == 404
    encore = scolaire.post(f"/gestion/messages/{miens.pk}/transmettre/", {"service": ecoles.pk}).content.decode()
    assert "Ce message est déjà au service Affaires scolaires." in encore
    perdu = scolaire.post(f"/gestion/messages/{miens.pk}/transmettre/", {"service": autre.pk, "version": "0"})
    assert f'<a href="/gestion/messages/{miens.pk}/">Voir la version à jour</a>' in perdu.content.decode()


def test_an_answered_message_leaves_the_list_and_may_come_back(scolaire, ecoles):
    message = un_message(ecoles)
    for _ in range(2):
        scolaire.post(f"/gestion/messages/{message.pk}/repondre/")
    message.refresh_from_db()
    premiere = message.repondu_le
    assert premiere
    assert "Tout le monde a sa réponse." in scolaire.get("/gestion/messages/").content.decode()
    assert "Répondu le" in scolaire.get("/gestion/messages/?etat=tous").content.decode()
    scolaire.post(f"/gestion/messages/{message.pk}/repondre/", {"rouvrir": "1"})
    assert Message.objects.en_attente().count() == 1


@pytest.mark.parametrize("role", [Role.REDACTEUR, Role.PUBLICATEUR, Role.REGISSEUR])
def test_the_others_read_no_message(ecoles, role):
    message, client = un_message(ecoles), connecter_agent(ClientQuiLit(), _agent(role))
    assert client.get("/gestion/messages/").status_code == 404
    assert client.get(f"/gestion/messages/{message.pk}/").status_code == 404


def test_a_message_is_forgotten_after_a_year(ecoles):
    vieux, recent = un_message(ecoles), un_message(ecoles)
    Message.objects.filter(pk=vieux.pk).update(recu_le=clock.maintenant() - services.CONSERVATION - timedelta(hours=1))
    menage()
    assert list(Message.objects.all()) == [recent]


def test_what_was_written_is_escaped_in_the_mail_and_in_the_admin(scolaire, ecoles):
    message = un_message(ecoles)
    Message.objects.filter(pk=message.pk).update(texte="<script>alert(1)</script>", nom="<b>Moi</b>")
    page = scolaire.get(f"/gestion/messages/{message.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Moi</b>" not in page
