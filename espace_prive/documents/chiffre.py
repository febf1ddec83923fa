"""Encryption at rest: AES-256-GCM, a nonce for each file, its number bound to it so that files cannot be exchanged."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_OCTETS = 12


class Indechiffrable(Exception):
    """No key of ours opens this file, or it was changed."""


def _cles():
    """Give the keys: the present one first, then those it replaced."""
    for secret in [settings.CLE_DOCUMENTS, *settings.ANCIENNES_CLES_DOCUMENTS]:
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"portail.documents")
        yield AESGCM(derive.derive(secret.encode()))


def chiffrer(contenu: bytes, *, lie_a: bytes) -> bytes:
    """Encrypt a document, bound to ``lie_a``."""
    nonce = os.urandom(NONCE_OCTETS)
    return VERSION + nonce + next(_cles()).encrypt(nonce, contenu, lie_a)


def dechiffrer(chiffre: bytes, *, lie_a: bytes) -> bytes:
    """Give the document back; raise Indechiffrable."""
    nonce, corps = chiffre[1 : 1 + NONCE_OCTETS], chiffre[1 + NONCE_OCTETS :]
    for cle in _cles():
        try:
            return cle.decrypt(nonce, corps, lie_a)
        except InvalidTag:
            continue
    raise Indechiffrable
