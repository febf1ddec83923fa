"""The stand-in for the bank, on a free port, with a merchant in a thread: the protocol from end to end."""

import os
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from demo.banque import cles
from demo.banque.reglages import CARTE_ACCEPTEE, CARTE_REFUSEE, CLE, IDENTIFIANT, RANG, SITE, Reglages
from demo.banque.serveur import Serveur
from factures.paiements.paybox import client
from factures.paiements.paybox.protocol import (
    Adresses,
    Configuration,
    Demande,
    champs_demande,
    signer,
    verifier,
)
from factures.paiements.paybox.reponse import Resultat, lire_reponse
from factures.paiements.paybox.titulaire import Titulaire
from tests.tools.html import un

RACINE = Path(__file__).parents[2]
CARTE = {"numero": CARTE_ACCEPTEE, "expiration": "12/30", "cryptogramme": "123"}
RETOURS = {"payer": "effectue", "refuser": "refuse", "annuler": "annule", "attendre": "attente"}


def servir(serveur):
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    fil.start()
    return fil


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("banque")
    cles.charger(dossier)
    return dossier


@pytest.fixture
def banque(dossier):
    serveur = Serveur(Reglages(dossier=dossier, regie="Affaires <scolaires>"))
    fil = servir(serveur)
    yield serveur
    serveur.shutdown()
    serveur.server_close()
    fil.join()


@pytest.fixture
def portail():
    """Remember what the bank posts; `statut` is the answer."""

    class Porte(BaseHTTPRequestHandler):
        def do_POST(self):
            corps = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.recus.append((self.path, self.headers["Content-Type"], corps))
            self.send_response(self.server.statut)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Porte)
    serveur.daemon_threads = True
    serveur.recus, serveur.statut = [], 200
    serveur.adresse = f"http://127.0.0.1:{serveur.server_port}"
    fil = servir(serveur)
    yield serveur
    serveur.shutdown()
    serveur.server_close()
    fil.join()


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def caisse(banque, portail, session, dossier):
    return Caisse(banque, portail, session, cles.cle_publique(dossier))


class Caisse:
    """A payer's browser between the merchant and the bank."""

    def __init__(self, banque, portail, session, cle_publique):
        self.banque, self.portail, self.session, self.cle_publique = banque, portail, session, cle_publique
        self.url = banque.adresse + "/cgi/FramepagepaiementRWD.cgi"

    def champs(self, reference="F-2026-000145-1"):
        configuration = Configuration(
            site=SITE,
            rang=RANG,
            identifiant=IDENTIFIANT,
            cle=CLE,
            hotes=(self.banque.adresse,),
            chemin="/cgi/FramepagepaiementRWD.cgi",
            cles_publiques=(self.cle_publique,),
        )
        noms = ("notification", "effectue", "refuse", "annule", "attente")
        demande = Demande(
            reference=reference,
            montant=Decimal("58.56"),
            courriel="parent@example.org",
            instant=datetime.now(UTC),
            titulaire=Titulaire("Élodie", "Martin", "12 rue de la Mairie", "44480", "Donges"),
            adresses=Adresses(**{nom: f"{self.portail.adresse}/{nom}/" for nom in noms}),
        )
        return champs_demande(demande, configuration)

    def envoyer(self, champs):
        return self.session.post(self.url, data=champs)

    def ouvrir(self, reference="F-2026-000145-1"):
        page = self.envoyer(self.champs(reference))
        assert page.status_code == 200, page.text
        return page

    def cliquer(self, page, choix, **saisie):
        action = un(page, "form[action^='/carte/']")["action"]
        donnees = CARTE | saisie | {"choix": choix}
        return self.session.post(self.banque.adresse + action, data=donnees, allow_redirects=False)


# ---------------------------------------------------------------- a whole payment


@pytest.mark.feature("F157", "F159", "F161")
@pytest.mark.parametrize(
    ("choix", "resultat"),
    [
        ("payer", Resultat.ACCEPTE),
        ("refuser", Resultat.REFUSE),
        ("annuler", Resultat.ANNULE),
        ("attendre", Resultat.ATTENTE),
    ],
)
def test_each_button_notifies_then_sends_the_browser_back(caisse, choix, resultat):
    retour = caisse.cliquer(caisse.ouvrir(), choix)

    assert retour.status_code == 303
    adresse = urlsplit(retour.headers["Location"])
    assert adresse.path == f"/{RETOURS[choix]}/"
    [(chemin, type_contenu, corps)] = caisse.portail.recus
    assert (chemin, type_contenu) == ("/notification/", "application/x-www-form-urlencoded")
    champs = verifier(corps, [caisse.cle_publique])
    assert verifier(adresse.query, [caisse.cle_publique]) == champs
    reponse = lire_reponse(champs)
    assert reponse.resultat is resultat
    assert (reponse.reference, reponse.montant) == ("F-2026-000145-1", Decimal("58.56"))
    assert ("A" in champs) == (resultat is Resultat.ACCEPTE)


def test_the_card_that_the_bank_refuses_is_refused(caisse):
    retour = caisse.cliquer(caisse.ouvrir(), "payer", numero=CARTE_REFUSEE)
    assert urlsplit(retour.headers["Location"]).path == "/refuse/"


def test_the_wire_is_written_as_the_bank_writes_it(caisse):
    caisse.cliquer(caisse.ouvrir("F/2026:145@1"), "payer")
    corps = caisse.portail.recus[0][2].decode()
    assert "&R=F/2026:145@1&" in corps
    assert re.search(r"&W=\d{2}\d{2}20\d{2}&Q=\d\d%3A\d\d%3A\d\d&G=O&K=[A-Za-z0-9%]+$", corps)


def test_the_card_page_says_what_is_paid_and_keeps_to_its_policy(caisse):
    page = caisse.ouvrir()
    for attendu in (
        "Banque de démonstration",
        "58,56\u202f€",
        "Référence de la dette",
        "F-2026-000145-1",
        "Affaires &lt;scolaires&gt;",
        "Continuer et payer",
        "Annuler",
        "Refuser le paiement",
        "Laisser en attente",
    ):
        assert attendu in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text
    politique = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in politique
    assert politique.endswith(f"form-action 'self' {caisse.portail.adresse}")


def test_two_clicks_are_one_payment(caisse):
    page = caisse.ouvrir()
    premier, second = caisse.cliquer(page, "payer"), caisse.cliquer(page, "annuler")
    assert premier.headers["Location"] == second.headers["Location"]
    assert len(caisse.portail.recus) == 1


def test_a_reference_already_paid_is_not_paid_again(caisse):
    caisse.cliquer(caisse.ouvrir(), "payer")
    page = caisse.ouvrir()
    assert "Ce paiement est terminé" in page.text
    assert "accepté" in page.text


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"numero": "4970 1000 0000 0000"}, "cartes de démonstration"),
        ({"expiration": "13/30"}, "le mois et l’année"),
        ({"expiration": "01/20"}, "Cette date est passée"),
        ({"cryptogramme": "12"}, "les trois chiffres"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_no_number_comes_back(caisse, saisie, phrase):
    page = caisse.cliquer(caisse.ouvrir(), "payer", **saisie)
    assert page.status_code == 400
    assert phrase in page.text
    assert f'href="#{next(iter(saisie))}"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "4970" not in page.text
    assert caisse.portail.recus == []
    assert caisse.cliquer(page, "payer").status_code == 303


# ---------------------------------------------------------------- what the bank refuses


def signe(champs):
    return [*champs, ("PBX_HMAC", signer(champs, CLE))]


def change(nom, valeur):
    def faire(champs):
        return signe([(cle, valeur if cle == nom else ancienne) for cle, ancienne in champs[:-1]])

    return faire


def sans(nom):
    return lambda champs: signe([paire for paire in champs[:-1] if paire[0] != nom])


REFUSES = {
    "wrong hmac": lambda champs: [*champs[:-1], ("PBX_HMAC", "A" * 128)],
    "amount changed after signing": lambda champs: [
        (nom, "100" if nom == "PBX_TOTAL" else valeur) for nom, valeur in champs
    ],
    "another order": lambda champs: [*sorted(champs[:-1]), champs[-1]],
    "no hmac": lambda champs: champs[:-1],
    "hmac not ascii": lambda champs: [*champs[:-1], ("PBX_HMAC", "é")],
    "field twice": lambda champs: [("PBX_TOTAL", "100"), *champs],
    "another merchant": change("PBX_SITE", "1999887"),
    "time without offset": change("PBX_TIME", "2026-11-20T10:00:00"),
    "time that is none": change("PBX_TIME", "2026-13-20T10:00:00+01:00"),
    "amount with a comma": change("PBX_TOTAL", "58,56"),
    "amount too short": change("PBX_TOTAL", "56"),
    "amount of nothing": change("PBX_TOTAL", "000"),
    "relative address": change("PBX_ANNULE", "/annule/"),
    "address of elsewhere": change("PBX_REPONDRE_A", "http://ailleurs.example/"),
    "address that is none": change("PBX_REPONDRE_A", "http://[/"),
    "address too long": change("PBX_EFFECTUE", "http://127.0.0.1/" + "a" * 150),
    "signature not last": change("PBX_RETOUR", "K:K;M:M"),
    "signature not asked": change("PBX_RETOUR", "M:M;R:R"),
    "unknown digest": lambda champs: [(nom, "MD5" if nom == "PBX_HASH" else valeur) for nom, valeur in champs],
    "basket of none": change("PBX_SHOPPINGCART", '<?xml version="1.0"?><shoppingcart><total></total></shoppingcart>'),
    "address not xml": change("PBX_BILLING", '<?xml version="1.0"?><Billing>'),
    "address with entities": change("PBX_BILLING", '<?xml version="1.0"?><!DOCTYPE x><Billing/>'),
    "address without a phone": change("PBX_BILLING", '<?xml version="1.0"?><Billing><Address/></Billing>'),
} | {
    f"no {nom}": sans(nom)
    for nom in (
        "PBX_SITE",
        "PBX_CMD",
        "PBX_PORTEUR",
        "PBX_TIME",
        "PBX_BILLING",
        "PBX_SHOPPINGCART",
        "PBX_REPONDRE_A",
    )
}


@pytest.mark.parametrize("changer", REFUSES.values(), ids=list(REFUSES))
def test_a_wrong_request_gets_no_card_page(caisse, changer):
    page = caisse.envoyer(changer(caisse.champs()))
    assert page.status_code == 400
    assert "Problème d’identification du commerce. Accès refusé." in page.text
    assert "Motif" in page.text
    assert "/carte/" not in page.text


@pytest.mark.parametrize("corps", [b"", b"\xff\xfe", b"a&b&c", b"=" * 200, b"x" * 40_000])
def test_rubbish_gets_a_sentence(caisse, corps):
    page = caisse.session.post(caisse.url, data=corps, headers={"Content-Length": str(len(corps))})
    assert page.status_code == 400
    assert "Accès refusé" in page.text


def test_unknown_addresses_and_buttons_get_a_sentence(caisse):
    adresse = caisse.banque.adresse
    for chemin in ("/inconnu", "/carte/inconnu", "/banque.py", "/../cles.py"):
        assert caisse.session.get(adresse + chemin).status_code == 404
    for chemin in ("/inconnu", "/carte/inconnu", "/rejouer/inconnu", "/denouer/inconnu/accepte"):
        assert caisse.session.post(adresse + chemin, data={}).status_code == 404
    assert caisse.session.get(caisse.url).status_code == 400
    assert caisse.cliquer(caisse.ouvrir(), "autre").status_code == 400


# ---------------------------------------------------------------- late, repeated, lost notifications


def attendre(condition):
    limite = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < limite, "nothing came"
        time.sleep(0.01)


def test_a_late_notification_comes_after_the_browser(caisse):
    caisse.banque.guichet.reglages.delai_secondes = 0.2
    caisse.cliquer(caisse.ouvrir(), "payer")
    assert caisse.portail.recus == []
    attendre(lambda: caisse.portail.recus)


def test_a_notification_can_be_repeated_or_lost(caisse):
    caisse.banque.guichet.reglages.repetitions = 3
    caisse.cliquer(caisse.ouvrir("F-1"), "payer")
    assert len({corps for _, _, corps in caisse.portail.recus}) == 1
    assert len(caisse.portail.recus) == 3
    caisse.banque.guichet.reglages.muette = True
    caisse.cliquer(caisse.ouvrir("F-2"), "payer")
    assert len(caisse.portail.recus) == 3


def test_a_notification_is_sent_again_on_demand(caisse):
    caisse.cliquer(caisse.ouvrir(), "payer")
    caisse.portail.statut = 503
    page = caisse.session.post(caisse.banque.adresse + "/rejouer/F-2026-000145-1")
    assert "a répondu 503" in page.text
    premier, second = (corps for _, _, corps in caisse.portail.recus)
    assert premier == second
    assert "accepté · réponses du portail\u202f: 200, 503" in caisse.session.get(caisse.banque.adresse).text


def test_a_pending_payment_is_settled_by_another_notification(caisse):
    caisse.cliquer(caisse.ouvrir(), "attendre")
    adresse = caisse.banque.adresse + "/denouer/F-2026-000145-1/accepte"
    assert caisse.session.post(adresse).status_code == 200
    assert caisse.session.post(adresse).status_code == 404
    attente, accepte = (lire_reponse(verifier(corps, [caisse.cle_publique])) for _, _, corps in caisse.portail.recus)
    assert (attente.resultat, accepte.resultat) == (Resultat.ATTENTE, Resultat.ACCEPTE)
    assert attente.transaction == accepte.transaction


def test_a_merchant_that_is_down_does_not_keep_the_payer(caisse):
    page = caisse.ouvrir()
    caisse.portail.shutdown()
    caisse.portail.server_close()
    assert caisse.cliquer(page, "payer").status_code == 303
    assert "ConnectionError" in caisse.session.get(caisse.banque.adresse).text


def test_no_card_number_is_logged(caisse, caplog):
    caplog.set_level("DEBUG")
    caisse.cliquer(caisse.ouvrir(), "payer")
    assert "notification F-2026-000145-1" in caplog.text
    assert CARTE_ACCEPTEE not in caplog.text
    assert CLE not in caplog.text


# ---------------------------------------------------------------- the process


def test_the_load_page_is_the_one_that_the_portal_reads(caisse):
    assert client.est_en_service(caisse.banque.adresse)
    caisse.banque.guichet.reglages.en_service = False
    assert not client.est_en_service(caisse.banque.adresse)


def test_it_listens_on_this_machine_only(banque):
    assert banque.server_address[0] == "127.0.0.1"


def test_the_key_is_made_once_and_kept_private(tmp_path):
    premiere = cles.cle_publique(tmp_path)
    assert cles.cle_publique(tmp_path) == premiere
    assert (tmp_path / cles.PRIVEE).stat().st_mode & 0o077 == 0
    assert sorted(fichier.name for fichier in tmp_path.iterdir()) == [cles.PRIVEE, cles.PUBLIQUE]


def lancer(*arguments, **environnement):
    propre = {nom: valeur for nom, valeur in os.environ.items() if nom not in ("DJANGO_SETTINGS_MODULE",)}
    chemins = os.pathsep.join([str(RACINE), str(RACINE / "site")])
    return subprocess.run(
        [sys.executable, "-m", "demo.banque", *arguments],
        env=propre | {"PYTHONPATH": chemins} | environnement,
        cwd=RACINE,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_process_prepares_its_key(tmp_path):
    assert lancer("--preparer", "--dossier", str(tmp_path)).returncode == 0
    assert (tmp_path / cles.PUBLIQUE).read_text().startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    "environnement",
    [{"PORTAIL_ENV": "production"}, {"DJANGO_SETTINGS_MODULE": "config.settings.production"}],
)
def test_the_process_refuses_production(tmp_path, environnement):
    essai = lancer("--preparer", "--dossier", str(tmp_path), **environnement)
    assert essai.returncode != 0
    assert "ne démarre jamais en production" in essai.stderr
    assert list(tmp_path.iterdir()) == []
