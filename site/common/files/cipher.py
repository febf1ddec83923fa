"""Bytes kept out of reach of whoever reads the database, the disk or a backup alone: sealed with a secret of ours.

AES-256-GCM with a nonce for each content; the key of each usage is drawn (HKDF) from a secret. What families hand
over has a secret of its own (``CLE_DOCUMENTS``): lost, nothing of it can be read. All else hangs on ``SECRET_KEY``. A
secret that was replaced goes to the list of the former ones, which still open what they sealed.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

DOCUMENTS = "portail.documents"
VERSION = b"\x01"
NONCE_OCTETS = 12


class Indechiffrable(Exception):
    """No secret of ours opens this, or the content was altered."""


def _cles(usage: str):
    """The keys of a usage: the present one first, then those that it replaced."""
    present, anciens = settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS
    if usage == DOCUMENTS:
        present, anciens = settings.CLE_DOCUMENTS, settings.ANCIENNES_CLES_DOCUMENTS
    for secret in (present, *anciens):
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=usage.encode())
        yield AESGCM(derive.derive(secret.encode()))


def chiffrer(contenu: bytes, *, usage: str, lie_a: bytes = b"") -> bytes:
    """Seal ``contenu``; ``usage`` names what it is. Bound to ``lie_a`` (its number), it cannot pass for another."""
    nonce = os.urandom(NONCE_OCTETS)
    return VERSION + nonce + next(_cles(usage)).encrypt(nonce, contenu, lie_a)


def dechiffrer(scelle: bytes, *, usage: str, lie_a: bytes = b"") -> bytes:
    """Open what ``chiffrer`` sealed for the same usage and number; raise Indechiffrable for anything else."""
    nonce, corps = scelle[1 : 1 + NONCE_OCTETS], scelle[1 + NONCE_OCTETS :]
    for cle in _cles(usage):
        try:
            return cle.decrypt(nonce, corps, lie_a)
        except InvalidTag:
            continue
    raise Indechiffrable
