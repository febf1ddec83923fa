"""The secret of a mail's link, put aside while its page is shown: no address that is stored or sent has it.

In a short-lived signed cookie of the browser that opened the link: a program that opens links by the thousand makes no
row of the database.
"""

from django.conf import settings

DUREE_SECONDES = 30 * 60
# Beyond, it is no secret of ours, and no browser would keep it.
LONGUEUR_MAX = 500


def _nom(genre):
    return f"{settings.LIEN_COOKIE_NAME}-{genre}"


def poser(reponse, genre: str, secret: str):
    # What no header can hold is no secret of ours either.
    secret = secret[:LONGUEUR_MAX] if secret.isascii() else ""
    reponse.set_signed_cookie(
        _nom(genre), secret, salt=genre, max_age=DUREE_SECONDES,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return reponse


def lire(request, genre: str) -> str:
    """The secret that this browser followed; empty when there is none, or a forged or an old one."""
    return request.get_signed_cookie(_nom(genre), default="", salt=genre, max_age=DUREE_SECONDES)


def oublier(reponse, genre: str):
    """Delete it: it was used."""
    reponse.delete_cookie(_nom(genre), samesite="Lax")
    return reponse
