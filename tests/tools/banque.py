"""The bank of the tests: it signs what it is told to, with a key that the settings trust."""

import itertools
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from demo.banque.reponse import sceller
from factures.paiements.paybox.protocol import centimes

_transactions = itertools.count(9_900_000_001)
REFUS, ANNULATION, ATTENTE = "00105", "00001", "99999"


@cache
def _cle(qui):
    return generate_private_key(public_exponent=65537, key_size=2048)


class Banque:
    """Write notifications as the bank does: raw bytes, signature last."""

    def __init__(self, qui="banque"):
        self.cle = _cle(qui)

    @property
    def cle_publique(self):
        return self.cle.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def message(self, tentative, *, code="00000", transaction=None, autorisation="XXXXXX", **autres):
        """Give the body of a notification; ``autres`` replaces or adds variables, None removes one."""
        variables = {
            "M": centimes(tentative.montant),
            "R": tentative.reference,
            "T": "30001",
            "A": autorisation if code == "00000" else None,
            "S": transaction or str(next(_transactions)),
            "E": code,
        } | autres
        texte = "&".join(f"{nom}={valeur}" for nom, valeur in variables.items() if valeur is not None)
        return sceller(texte, self.cle).encode()


@pytest.fixture
def banque(settings):
    """Give a bank that the portal trusts."""
    banque = Banque()
    settings.PAYBOX = settings.PAYBOX | {"CLES_PUBLIQUES": [banque.cle_publique]}
    return banque
