"""The long-lived cookie by which an account knows a browser again: random, signed, of no use without the password."""

from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing

DUREE_SECONDES = 400 * 24 * 3600
_signataire = signing.Signer(salt="espace_prive.comptes.cookie")


def lire(request) -> str:
    """The secret of this browser; empty for one never seen or a forged cookie."""
    try:
        return _signataire.unsign(request.COOKIES.get(settings.APPAREIL_COOKIE_NAME, ""))
    except signing.BadSignature:
        return ""


def lire_ou_tirer(request) -> str:
    """The secret of this browser, a new one for one never seen."""
    return lire(request) or token_urlsafe(32)


def poser(reponse, secret: str):
    """Set the cookie, for as long as browsers accept."""
    reponse.set_cookie(
        settings.APPAREIL_COOKIE_NAME,
        _signataire.sign(secret),
        max_age=DUREE_SECONDES,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return reponse


def empreinte(secret: str) -> str:
    """The digest stored for a secret: with 256 bits, a plain one is enough."""
    return sha256(secret.encode()).hexdigest()
