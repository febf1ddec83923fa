"""The choice of the bank's host. The network is a table of pages."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from factures.paiements.paybox import client
from factures.paiements.paybox.protocol import Configuration

VECTEURS = json.loads(Path(__file__).with_name("paybox_vectors.json").read_text())
PAGE = '<html><body><div id="server_status" style="text-align:center;">{}</div></body></html>'
PRINCIPAL, SECOURS = "https://tpeweb.example", "https://tpeweb1.example"


class Reponse:
    def __init__(self, corps, status_code=200):
        self.corps, self.status_code = corps.encode(), status_code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def iter_content(self, taille):
        return (self.corps[debut : debut + taille] for debut in range(0, len(self.corps), taille))


@pytest.fixture
def banque(monkeypatch):
    """Answer from a table; `appels` remembers who was asked, with which limits."""

    banque = SimpleNamespace(pages={}, appels=[], maintenant=1000.0)

    def get(adresse, **options):
        banque.appels.append((adresse, options))
        reponse = banque.pages.get(adresse.removesuffix("/load.html"), requests.ConnectionError())
        if isinstance(reponse, Exception):
            raise reponse
        return reponse

    monkeypatch.setattr(client.requests, "get", get)
    monkeypatch.setattr(client.time, "monotonic", lambda: banque.maintenant)
    client.oublier()
    yield banque
    client.oublier()


def test_the_primary_is_used_when_it_is_well(banque):
    banque.pages = {PRINCIPAL: Reponse(PAGE.format("OK")), SECOURS: Reponse(PAGE.format("OK"))}
    assert client.hote_disponible((PRINCIPAL, SECOURS)) == PRINCIPAL
    [(adresse, options)] = banque.appels
    assert adresse == PRINCIPAL + "/load.html"
    assert options["timeout"] <= 3
    assert options["allow_redirects"] is False


MALADES = {
    "says KO": Reponse(PAGE.format("KO")),
    "says nothing": Reponse(PAGE.format("")),
    "OK elsewhere in the page": Reponse("<p>OK</p>" + PAGE.format("maintenance")),
    "OK after the element": Reponse(PAGE.format("NON") + "OK"),
    "no such element": Reponse("<html>OK</html>"),
    "status 503": Reponse(PAGE.format("OK"), 503),
    "redirect": Reponse(PAGE.format("OK"), 302),
    "endless page": Reponse(PAGE.format("OK") + "x" * 50_000),
    "time-out": requests.Timeout(),
    "TLS error": requests.exceptions.SSLError(),
    "unreachable": requests.ConnectionError(),
}


@pytest.mark.parametrize("etat", MALADES.values(), ids=list(MALADES))
def test_the_backup_is_used_when_the_primary_is_not_well(banque, etat):
    banque.pages = {PRINCIPAL: etat, SECOURS: Reponse(PAGE.format(" OK\n"))}
    assert client.hote_disponible((PRINCIPAL, SECOURS)) == SECOURS


def test_the_primary_is_kept_when_none_is_well(banque):
    assert client.hote_disponible((PRINCIPAL, SECOURS)) == PRINCIPAL
    assert len(banque.appels) == 2
    assert client.hote_disponible((PRINCIPAL, SECOURS)) == PRINCIPAL
    assert len(banque.appels) == 2, "a bank that is down must not slow every parent"


def test_the_answer_holds_for_a_minute(banque):
    banque.pages = {SECOURS: Reponse(PAGE.format("OK"))}
    hotes = (PRINCIPAL, SECOURS)
    assert client.hote_disponible(hotes) == SECOURS
    banque.pages[PRINCIPAL] = Reponse(PAGE.format("OK"))
    banque.maintenant += 59
    assert client.hote_disponible(hotes) == SECOURS
    banque.maintenant += 2
    assert client.hote_disponible(hotes) == PRINCIPAL


def test_a_page_that_drips_is_given_up(banque):
    class Lente(Reponse):
        def iter_content(self, taille):
            for octet in self.corps:
                banque.maintenant += 1
                yield bytes([octet])

    assert not [banque.pages.update({PRINCIPAL: Lente(PAGE.format("OK"))}), client.est_en_service(PRINCIPAL)][1]


def test_url_paiement(banque):
    banque.pages = {PRINCIPAL: Reponse(PAGE.format("OK"))}
    configuration = Configuration(
        site="1999888",
        rang="32",
        identifiant="107904482",
        cle="0123456789ABCDEF" * 8,
        hotes=(PRINCIPAL, SECOURS),
        chemin="/cgi/FramepagepaiementRWD.cgi",
        cles_publiques=(VECTEURS["public_keys"]["test_1024"],),
    )
    assert client.url_paiement(configuration) == PRINCIPAL + "/cgi/FramepagepaiementRWD.cgi"
