"""The bank's signed answer, written on the wire as the bank writes it."""

import base64
import itertools
import threading
import time
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1

from demo.banque.demande import DemandeRecue

# What the bank's encoder leaves as it is in a reference; in the hour, it encodes the colon.
LAISSES = "@/:,;=()!*'$"
CODES = {"accepte": "00000", "refuse": "00105", "annule": "00001", "attente": "99999"}
# The letters that each outcome leaves out.
ABSENTS = {"accepte": "", "refuse": "A", "annule": "AWQG", "attente": "APCWQG"}
RETOURS = {
    "accepte": "PBX_EFFECTUE",
    "refuse": "PBX_REFUSE",
    "annule": "PBX_ANNULE",
    "attente": "PBX_ATTENTE",
}

_debut = itertools.count(time.time_ns() // 10_000_000)
_verrou = threading.Lock()


def nouveau_numero() -> str:
    """Give a number of ten digits, never given twice, not even after a new start."""
    with _verrou:
        return f"{next(_debut) % 10**10:010d}"


def variables(demande: DemandeRecue, issue: str, *, appel: str, transaction: str) -> str:
    """Give the variables of PBX_RETOUR in their order, signature left out."""
    maintenant = datetime.now(ZoneInfo("Europe/Paris"))
    valeurs = {
        "M": demande.total,
        "R": quote(demande.reference, safe=LAISSES),
        "T": appel,
        "A": "XXXXXX",
        "S": transaction if issue in ("accepte", "attente") else "0",
        "E": CODES[issue],
        "P": "CARTE",
        "C": "" if issue == "annule" else "CB",
        "W": f"{maintenant:%d%m%Y}",
        "Q": f"{maintenant:%H%%3A%M%%3A%S}",
        "G": "O" if issue == "accepte" else "N",
    }
    return "&".join(
        f"{nom}={valeurs[lettre]}"
        for nom, lettre in demande.retour
        if lettre in valeurs and lettre not in ABSENTS[issue]
    )


def sceller(texte: str, cle: RSAPrivateKey, *, nom: str = "K") -> str:
    """Add the signature of the text, raw, as its last variable."""
    scellement = cle.sign(texte.encode("ascii"), PKCS1v15(), SHA1())  # noqa: S303
    return f"{texte}&{nom}={quote(base64.b64encode(scellement).decode(), safe='')}"


def adresse_retour(demande: DemandeRecue, issue: str, texte: str, cle: RSAPrivateKey) -> str:
    """Give the browser's return: there the merchant's own parameters are signed too."""
    parties = urlsplit(demande.adresses[RETOURS[issue]])
    signe = f"{parties.query}&{texte}" if parties.query else texte
    return urlunsplit(parties._replace(query=sceller(signe, cle, nom=demande.retour[-1][0]), fragment=""))
