"""A portal that hears the stand-in of the bank, and a customer at its card page."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from demo.banque import cles
from demo.banque.reglages import CARTE_ACCEPTEE, CLE, IDENTIFIANT, RANG, SITE, Reglages
from demo.banque.serveur import Serveur
from factures.paiements.paybox.protocol import (
    Adresses,
    Configuration,
    Demande,
    champs_demande,
)
from factures.paiements.paybox.titulaire import Titulaire
from tests.tools.html import un

CARTE = {"numero": CARTE_ACCEPTEE, "expiration": "12/30", "cryptogramme": "123"}


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
