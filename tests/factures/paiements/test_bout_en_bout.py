"""A payment from end to end, over real HTTP: the portal, the stand-in for the bank, and between them a browser."""

import threading
import time
from decimal import Decimal

import pytest
import requests
from django.core import mail
from django.urls import reverse

from demo.banque import cles
from demo.banque.reglages import CARTE_ACCEPTEE, Reglages
from demo.banque.serveur import Serveur
from factures.paiements import services, views
from factures.paiements.enums import EtatTentative, Verdict
from factures.paiements.models import Notification, Paiement, Tentative
from factures.paiements.paybox import client as client_paybox
from tests.tools.html import soupe, un
from tests.tools.navigateur import cookies, navigateur

pytestmark = pytest.mark.journey
CARTE = {"numero": CARTE_ACCEPTEE, "expiration": "12/30", "cryptogramme": "123"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    return tmp_path_factory.mktemp("banque")


@pytest.fixture
def guichet(dossier, live_server, settings):
    """Give the stand-in, known to the portal and knowing it."""
    serveur = Serveur(Reglages(dossier=dossier, regie="Affaires scolaires"))
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    fil.start()
    settings.ADRESSE_PUBLIQUE = live_server.url
    settings.PAYBOX = settings.PAYBOX | {
        "HOTES": [serveur.adresse],
        "CLES_PUBLIQUES": [cles.cle_publique(dossier)],
    }
    client_paybox.oublier()
    yield serveur
    client_paybox.oublier()
    serveur.shutdown()
    serveur.server_close()
    fil.join()


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def session(parent, live_server):
    """Give a browser without script: it keeps cookies and sends the forms that it reads."""
    with requests.Session() as session:
        session.trust_env = False
        for nom, biscuit in parent.cookies.items():
            session.cookies.set(nom, biscuit.value, domain="localhost.local")
            session.cookies.set(nom, biscuit.value, domain="127.0.0.1")
        yield session


def formulaire(page):
    """Give the address and the hidden fields of the page's last form."""
    dernier = soupe(page).select("form[method=post]")[-1]
    champs = [(champ["name"], champ["value"]) for champ in dernier.select("input[type=hidden]")]
    return dernier.get("action") or page.url, champs


def payer(session, facture, live_server, choix):
    """Go from the recap to the bank, press a button there, and give the page that one comes back to."""
    recap = session.get(live_server.url + reverse("paiements:payer", args=[facture.pk]))
    adresse, champs = formulaire(recap)
    depart = session.post(adresse, data=champs, headers={"Referer": recap.url})
    carte = session.post(*formulaire(depart))
    assert carte.status_code == 200, carte.text
    jeton = un(carte, "form[action^='/carte/']")["action"]
    return session.post(carte.url.partition("/carte/")[0] + jeton, data=CARTE | {"choix": choix})


@pytest.mark.feature("F157", "F159", "F161")
@pytest.mark.parametrize(
    ("choix", "titre", "etat", "reste"),
    [
        ("payer", "Votre paiement est confirmé", EtatTentative.PAYEE, "0.00"),
        ("refuser", "Le paiement n’est pas passé", EtatTentative.REFUSEE, "58.56"),
        ("annuler", "Le paiement est annulé", EtatTentative.ANNULEE, "58.56"),
        ("attendre", "Paiement en cours de confirmation", EtatTentative.OUVERTE, "58.56"),
    ],
)
def test_each_answer_of_the_bank(guichet, session, facture, live_server, choix, titre, etat, reste):
    page = payer(session, facture, live_server, choix)

    assert page.url.startswith(live_server.url + "/paiement/retour/")
    assert titre in page.text
    assert Tentative.objects.get().etat == etat
    assert services.reste_du(facture) == Decimal(reste)
    assert [n.verdict for n in Notification.objects.all()] == [Verdict.PRISE_EN_COMPTE]
    assert len(mail.outbox) == (choix == "payer")


def test_refused_then_accepted(guichet, session, facture, live_server):
    payer(session, facture, live_server, "refuser")
    payer(session, facture, live_server, "payer")
    assert services.reste_du(facture) == 0
    assert Tentative.objects.count() == 2


def test_a_notification_sent_three_times(guichet, session, facture, live_server):
    guichet.guichet.reglages.repetitions = 3
    payer(session, facture, live_server, "payer")
    assert sorted(n.verdict for n in Notification.objects.all()) == ["connue", "connue", "prise"]
    assert (Paiement.objects.count(), len(mail.outbox)) == (1, 1)


def test_a_late_notification_is_waited_for_and_never_paid_twice(guichet, session, facture, live_server):
    guichet.guichet.reglages.delai_secondes = 0.8
    page = payer(session, facture, live_server, "payer")
    assert "Paiement en cours de confirmation" in page.text
    assert "Ne payez pas une seconde fois" in page.text
    assert "Un paiement est en cours" in session.get(live_server.url + f"/paiement/payer/{facture.pk}/").text
    fin = time.monotonic() + 10
    while "en cours de confirmation" in page.text and time.monotonic() < fin:
        time.sleep(0.2)
        page = session.get(page.url)
    assert "Votre paiement est confirmé" in page.text


@pytest.mark.parametrize(("issue", "titre"), [("accepte", "est confirmé"), ("refuse", "n’est pas passé")])
def test_a_pending_payment_is_settled_later(guichet, session, facture, live_server, issue, titre):
    page = payer(session, facture, live_server, "attendre")
    session.post(f"{guichet.adresse}/denouer/{Tentative.objects.get().reference}/{issue}")
    assert titre in session.get(page.url).text


def test_a_bank_that_is_silent_leaves_the_invoice_unpaid(guichet, session, facture, live_server):
    guichet.guichet.reglages.muette = True
    page = payer(session, facture, live_server, "payer")
    assert "Paiement en cours de confirmation" in page.text
    assert services.reste_du(facture) == facture.total


def test_the_bank_refuses_a_tampered_amount(guichet, session, facture, live_server):
    recap = session.get(live_server.url + reverse("paiements:payer", args=[facture.pk]))
    adresse, champs = formulaire(recap)
    banque, champs = formulaire(session.post(adresse, data=champs, headers={"Referer": recap.url}))
    champs = [(nom, "001" if nom == "PBX_TOTAL" else valeur) for nom, valeur in champs]
    assert session.post(banque, data=champs).status_code == 400
    assert not Notification.objects.exists()


# ---------------------------------------------------------------- a real browser


def ouvrir(ouvert, biscuits, **options):
    contexte = ouvert.new_context(viewport={"width": 390, "height": 844}, **options)
    contexte.add_cookies(biscuits)
    page = contexte.new_page()
    page.journal = []
    page.on("console", lambda m: page.journal.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.journal.append(str(e)))
    page.set_default_timeout(10_000)
    return page


@pytest.mark.feature("F157", "F159", "F161")
@pytest.mark.parametrize("script", [True, False], ids=["script", "sans script"])
def test_a_browser_goes_to_the_bank_and_back_under_the_strict_policy(guichet, parent, facture, live_server, script):
    adresse = live_server.url + reverse("paiements:payer", args=[facture.pk])
    with navigateur() as ouvert:
        page = ouvrir(ouvert, cookies(parent, live_server.url), java_script_enabled=script)
        page.goto(adresse)
        page.get_by_role("button", name="Payer 58,56").click()
        if not script:  # with a script the form leaves by itself
            page.get_by_role("button", name="Continuer vers la banque").click()
        page.wait_for_url(guichet.adresse + "/carte/**")
        page.get_by_role("button", name="Continuer et payer").click()
        page.wait_for_url(live_server.url + "/paiement/retour/**")
        assert page.get_by_text("Votre paiement est confirmé").is_visible()
        assert page.journal == []
    assert services.reste_du(facture) == 0


def test_a_browser_shows_the_answer_when_it_comes_without_being_asked(guichet, parent, facture, live_server):
    guichet.guichet.reglages.delai_secondes = 1.5
    with navigateur() as ouvert:
        page = ouvrir(ouvert, cookies(parent, live_server.url))
        page.goto(live_server.url + reverse("paiements:payer", args=[facture.pk]))
        page.get_by_role("button", name="Payer 58,56").click()
        page.get_by_role("button", name="Continuer et payer").click()
        page.get_by_text("Paiement en cours de confirmation").wait_for()
        page.get_by_text("Votre paiement est confirmé").wait_for()
        assert page.journal == []


def test_a_browser_stays_when_the_policy_does_not_name_the_bank(guichet, parent, facture, live_server, monkeypatch):
    """The control: the policy is what lets the browser go."""
    monkeypatch.setattr(views, "_origine", lambda hote: "http://127.0.0.1:9")
    with navigateur() as ouvert:
        page = ouvrir(ouvert, cookies(parent, live_server.url))
        page.goto(live_server.url + reverse("paiements:payer", args=[facture.pk]))
        page.get_by_role("button", name="Payer 58,56").click()
        page.get_by_role("button", name="Continuer vers la banque").wait_for()
        page.wait_for_timeout(500)
        assert page.url.startswith(live_server.url)
        assert any("form-action" in ligne for ligne in page.journal)
