"""Bytes kept out of reach of whoever reads the database or a backup alone: sealed with the installation's secret."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _coffre(usage: str) -> MultiFernet:
    """Give the lock of one usage: a key of its own, drawn from the present secret, then from those it replaced."""
    cles = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derivee = HKDF(hashes.SHA256(), 32, salt=None, info=usage.encode()).derive(secret.encode())
        cles.append(Fernet(base64.urlsafe_b64encode(derivee)))
    return MultiFernet(cles)


def chiffrer(contenu: bytes, *, usage: str) -> bytes:
    """Seal ``contenu``; ``usage`` names what it is, and is needed again to open it."""
    return _coffre(usage).encrypt(contenu)


def dechiffrer(scelle: bytes, *, usage: str) -> bytes:
    """Open what ``chiffrer`` sealed; raise ``cryptography.fernet.InvalidToken`` for anything else."""
    return _coffre(usage).decrypt(scelle)
