"""The Paybox System protocol, both ways: the signed request and the signed answer. No Django, no network.

The request is an ordered list of fields: the bank signs them again in the order in which it receives them.
The answer is verified on the bytes received, never on something decoded and encoded again.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from factures.paiements.paybox.titulaire import Titulaire, facturation_xml, panier_xml

Champs = list[tuple[str, str]]

ALGORITHMES = {
    "SHA512": hashlib.sha512,
    "SHA384": hashlib.sha384,
    "SHA256": hashlib.sha256,
    "SHA224": hashlib.sha224,
}
DEVISE_EURO = "978"
# What the bank is asked to send back, each under its own letter; the signature K must be last.
# N, J, D, H, I and Y describe the card and its holder: they are not asked for.
LETTRES = "MRTASEPCWQGK"
RETOUR = ";".join(f"{lettre}:{lettre}" for lettre in LETTRES)
OCTETS_SIGNATURE = (128, 256)
TAILLE_MAX_OCTETS = 8192
LONGUEUR_MAX_ADRESSE = 150


class SignatureInvalide(Exception):
    """The message does not come from the bank, or not as the bank wrote it."""


class ValeurRefusee(ValueError):
    """A value that the bank would refuse, or that a bank never sends."""


# ---------------------------------------------------------------- signatures


def signer(champs: Iterable[tuple[str, str]], cle_hex: str, algorithme: str = "SHA512") -> str:
    """Upper-case hexadecimal HMAC of the ordered fields, values raw."""
    if algorithme not in ALGORITHMES:
        raise ValeurRefusee(f"algorithme inconnu : {algorithme}")
    message = "&".join(f"{nom}={valeur}" for nom, valeur in champs)
    return hmac.new(bytes.fromhex(cle_hex), message.encode(), ALGORITHMES[algorithme]).hexdigest().upper()


def verifier(brut: bytes | str, cles_publiques: Sequence[str], signature: str = "K") -> dict[str, str]:
    """The fields that the bank signed; raise SignatureInvalide otherwise.

    `brut` is the body of the notification, or the query string of the browser's return, as received. Nothing is parsed
    before the signature is verified, and only the signed part is parsed.
    """
    octets = brut.encode("utf-8", "surrogateescape") if isinstance(brut, str) else bytes(brut)
    if len(octets) > TAILLE_MAX_OCTETS or not octets.isascii():
        raise SignatureInvalide("message trop long ou non ASCII")
    signe, separateur, dernier = octets.decode("ascii").rpartition("&")
    if not separateur or not dernier.startswith(f"{signature}="):
        raise SignatureInvalide("signature absente ou mal placée")
    scellement = _decoder_signature(dernier.removeprefix(f"{signature}="))
    if not any(_est_signe(signe.encode("ascii"), scellement, pem) for pem in cles_publiques):
        raise SignatureInvalide("signature refusée par toutes les clés")
    return _lire_champs(signe, interdit=signature)


def _decoder_signature(valeur: str) -> bytes:
    # unquote and not unquote_plus: a "+" of the base64 alphabet is not a space.
    texte = unquote(valeur)
    try:
        scellement = base64.b64decode(texte, validate=True)
    except (binascii.Error, ValueError) as erreur:
        raise SignatureInvalide("signature illisible") from erreur
    if len(scellement) not in OCTETS_SIGNATURE or base64.b64encode(scellement).decode() != texte:
        raise SignatureInvalide("signature de longueur inattendue")
    return scellement


def _est_signe(message: bytes, scellement: bytes, pem: str) -> bool:
    try:
        # The bank's own choice: RSA PKCS#1 v1.5 over SHA-1.
        charger_cle_publique(pem).verify(scellement, message, PKCS1v15(), SHA1())  # noqa: S303
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16)
def charger_cle_publique(pem: str) -> RSAPublicKey:
    """A PEM public key, an RSA one."""
    try:
        cle = load_pem_public_key(pem.encode())
    except ValueError as erreur:
        raise ValeurRefusee("clé publique de la banque : ce n'est pas un PEM") from erreur
    if not isinstance(cle, RSAPublicKey):
        raise ValeurRefusee("la clé publique de la banque doit être une clé RSA")
    return cle


def _lire_champs(signe: str, *, interdit: str) -> dict[str, str]:
    champs: dict[str, str] = {}
    for morceau in signe.split("&"):
        nom, _, valeur = morceau.partition("=")
        nom = unquote(nom)
        # Two values under one name: one reader would believe the first, another one the last.
        if nom in champs or nom == interdit:
            raise SignatureInvalide("paramètre répété")
        champs[nom] = unquote(valeur)
    return champs


# ---------------------------------------------------------------- the request


@dataclass(frozen=True)
class Configuration:
    """What the bank gave to the régie. The key never shows in a repr."""

    site: str
    rang: str
    identifiant: str
    cle: str = field(repr=False)
    hotes: tuple[str, ...]
    chemin: str
    cles_publiques: tuple[str, ...] = field(repr=False)
    taille_cle_signature: str = ""
    # The bank signs its test cards' payments with the same key as the real ones.
    essais: bool = False

    def __post_init__(self):
        _exiger(r"[0-9]{7}", self.site, "SITE")
        _exiger(r"[0-9]{2,3}", self.rang, "RANG")
        _exiger(r"[0-9]{1,9}", self.identifiant, "IDENTIFIANT")
        _exiger(r"([0-9A-Fa-f]{2}){16,}", self.cle, "CLE", montrer=False)
        _exiger(r"/[!-~]*", self.chemin, "CHEMIN")
        _exiger(r"|1024|2048", self.taille_cle_signature, "TAILLE_CLE_SIGNATURE")
        if not self.hotes or not self.cles_publiques:
            raise ValeurRefusee("il faut au moins un hôte et une clé publique")
        for hote in self.hotes:
            _exiger(r"https?://[^/?#\s]+", hote, "HOTES")
        for pem in self.cles_publiques:
            charger_cle_publique(pem)


@dataclass(frozen=True)
class Adresses:
    """Where the bank notifies and where it sends the browser back. Ids go in the path: no query string."""

    notification: str
    effectue: str
    refuse: str
    annule: str
    attente: str

    def __post_init__(self):
        for nom, adresse in vars(self).items():
            parties = urlsplit(adresse)
            if parties.scheme not in ("http", "https") or not parties.netloc:
                raise ValeurRefusee(f"adresse {nom} : elle doit être absolue")
            if parties.query or parties.fragment or len(adresse) > LONGUEUR_MAX_ADRESSE:
                raise ValeurRefusee(f"adresse {nom} : 150 caractères, sans paramètre")


@dataclass(frozen=True)
class Demande:
    """One attempt to pay: `reference` is new at each attempt, `instant` is aware."""

    reference: str
    montant: Decimal
    courriel: str
    instant: datetime
    titulaire: Titulaire
    adresses: Adresses
    quantite: int = 1

    def __post_init__(self):
        # Letters, digits and what the bank's own wire encoder leaves as it is.
        _exiger(r"[A-Za-z0-9._/:@-]{1,250}", self.reference, "référence")
        _exiger(r"[!-~]+@[!-~]+", self.courriel, "courriel")
        if not 6 <= len(self.courriel) <= 120:
            raise ValeurRefusee("courriel : de 6 à 120 caractères")


def champs_demande(demande: Demande, configuration: Configuration) -> Champs:
    """The ordered fields of the form, PBX_HMAC last; empty fields are left out."""
    adresses = demande.adresses
    champs = [
        ("PBX_SITE", configuration.site),
        ("PBX_RANG", configuration.rang),
        ("PBX_IDENTIFIANT", configuration.identifiant),
        ("PBX_TOTAL", centimes(demande.montant)),
        ("PBX_DEVISE", DEVISE_EURO),
        ("PBX_CMD", demande.reference),
        ("PBX_PORTEUR", demande.courriel),
        ("PBX_RETOUR", RETOUR),
        ("PBX_HASH", "SHA512"),
        ("PBX_SIGN_KEYSIZE", configuration.taille_cle_signature),
        ("PBX_TIME", horodatage(demande.instant)),
        ("PBX_LANGUE", "FRA"),
        ("PBX_SOURCE", "RWD"),
        ("PBX_TYPEPAIEMENT", "CARTE"),
        ("PBX_TYPECARTE", "CB"),
        ("PBX_DISPLAY", "900"),
        ("PBX_RUF1", "POST"),
        ("PBX_REPONDRE_A", adresses.notification),
        ("PBX_EFFECTUE", adresses.effectue),
        ("PBX_REFUSE", adresses.refuse),
        ("PBX_ANNULE", adresses.annule),
        ("PBX_ATTENTE", adresses.attente),
        ("PBX_SOUHAITAUTHENT", "01"),
        ("PBX_SHOPPINGCART", panier_xml(demande.quantite)),
        ("PBX_BILLING", facturation_xml(demande.titulaire)),
    ]
    champs = [(nom, valeur) for nom, valeur in champs if valeur]
    return [*champs, ("PBX_HMAC", signer(champs, configuration.cle))]


def centimes(montant: Decimal) -> str:
    """An amount as the bank reads it: cents, 3 to 10 digits."""
    if not isinstance(montant, Decimal):
        raise TypeError("un montant est un Decimal")
    if not montant.is_finite() or montant <= 0:
        raise ValeurRefusee("le montant doit être positif")
    entier = montant * 100
    if entier != entier.to_integral_value():
        raise ValeurRefusee("le montant a plus de deux décimales")
    texte = f"{int(entier):03d}"
    if len(texte) > 10:
        raise ValeurRefusee("le montant dépasse dix chiffres")
    return texte


def lire_montant(texte: str) -> Decimal:
    """Euros, from the cents that the bank sends back."""
    _exiger(r"[0-9]{1,10}", texte, "montant")
    return Decimal(texte).scaleb(-2).quantize(Decimal("0.01"))


def horodatage(instant: datetime) -> str:
    """PBX_TIME: ISO 8601 with its offset."""
    if instant.utcoffset() is None:
        raise ValeurRefusee("PBX_TIME demande une date avec fuseau")
    return instant.isoformat(timespec="seconds")


def _exiger(motif: str, valeur: str, nom: str, *, montrer: bool = True) -> None:
    if not re.fullmatch(motif, valeur, re.ASCII):
        raise ValeurRefusee(f"{nom} : valeur inattendue {valeur!r}" if montrer else f"{nom} : valeur inattendue")
