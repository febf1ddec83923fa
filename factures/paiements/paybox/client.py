"""Which host of the bank takes the payment now. The only module here that uses the network."""

import logging
import threading
import time
from html.parser import HTMLParser

import requests

from factures.paiements.paybox.protocol import Configuration

journal = logging.getLogger(__name__)

DELAI_SECONDES = 2
MEMOIRE_SECONDES = 60
TAILLE_MAX_OCTETS = 16_384
ELEMENT = "server_status"

_memoire: dict[tuple[str, ...], tuple[str, float]] = {}
_verrou = threading.Lock()


def url_paiement(configuration: Configuration) -> str:
    return hote_disponible(configuration.hotes) + configuration.chemin


def hote_disponible(hotes: tuple[str, ...]) -> str:
    """The first host that answers well, else the primary; cached for a minute.

    The fallback is cached too: a bank that does not answer slows one parent a minute, not all of them.
    """
    connu = _memoire.get(hotes)
    if connu and time.monotonic() < connu[1]:
        return connu[0]
    with _verrou:
        connu = _memoire.get(hotes)
        if connu and time.monotonic() < connu[1]:
            return connu[0]
        hote = next((hote for hote in hotes if est_en_service(hote)), None)
        if hote is None:
            journal.warning("paybox: aucun hôte ne répond, on garde %s", hotes[0])
        _memoire[hotes] = (hote or hotes[0], time.monotonic() + MEMOIRE_SECONDES)
        return hote or hotes[0]


def oublier() -> None:
    with _verrou:
        _memoire.clear()


def est_en_service(hote: str) -> bool:
    """Read the load page of a host: healthy when its element `server_status` says OK."""
    fin = time.monotonic() + 2 * DELAI_SECONDES
    try:
        with requests.get(f"{hote}/load.html", timeout=DELAI_SECONDES, allow_redirects=False, stream=True) as reponse:
            if reponse.status_code != 200:
                return False
            corps = b""
            for morceau in reponse.iter_content(2048):
                corps += morceau
                if len(corps) > TAILLE_MAX_OCTETS or time.monotonic() > fin:
                    return False
    except requests.RequestException as erreur:
        journal.info("paybox: %s ne répond pas (%s)", hote, type(erreur).__name__)
        return False
    return _etat(corps.decode("utf-8", "replace")) == "OK"


def _etat(page: str) -> str:
    lecteur = _LecteurEtat()
    lecteur.feed(page)
    return lecteur.texte.strip()


class _LecteurEtat(HTMLParser):
    """Collect the text of the element whose id is `server_status`."""

    def __init__(self):
        super().__init__()
        self.balise = ""
        self.profondeur = 0
        self.texte = ""

    def handle_starttag(self, tag, attrs):
        if self.profondeur:
            self.profondeur += tag == self.balise
        elif dict(attrs).get("id") == ELEMENT:
            self.balise, self.profondeur = tag, 1

    def handle_endtag(self, tag):
        if self.profondeur and tag == self.balise:
            self.profondeur -= 1

    def handle_data(self, data):
        if self.profondeur:
            self.texte += data
