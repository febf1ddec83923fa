"""The stand-in's own RSA key, made at the first start; the public half is for the portal's settings."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

PRIVEE, PUBLIQUE = "banque.pem", "banque.pub.pem"


def charger(dossier: Path) -> RSAPrivateKey:
    """Read the private key, made once; its public half is written beside it."""
    dossier.mkdir(parents=True, exist_ok=True)
    privee = dossier / PRIVEE
    if not privee.exists():
        cle = generate_private_key(public_exponent=65537, key_size=2048)
        _deposer(privee, cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
    cle = load_pem_private_key(privee.read_bytes(), password=None)
    if not isinstance(cle, RSAPrivateKey):
        raise TypeError(f"{privee} : ce n’est pas une clé RSA")
    pem = cle.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    publique = dossier / PUBLIQUE
    if not publique.exists() or publique.read_bytes() != pem:
        publique.unlink(missing_ok=True)
        _deposer(publique, pem, mode=0o644)
    return cle


def cle_publique(dossier: Path) -> str:
    """Give the public key in PEM, for the portal."""
    charger(dossier)
    return (dossier / PUBLIQUE).read_text()


def _deposer(chemin: Path, contenu: bytes, *, mode: int) -> None:
    """Write a file that nobody sees half written; whoever comes second keeps the first one's."""
    brouillon = chemin.with_name(f"{chemin.name}.{secrets.token_hex(8)}")
    with open(os.open(brouillon, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as fichier:
        fichier.write(contenu)
    try:
        os.link(brouillon, chemin)
    except FileExistsError:
        pass
    finally:
        brouillon.unlink()
