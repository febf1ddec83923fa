"""Slow down whoever tries again and again, without ever locking the rightful person out for long."""

import logging
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from common import clock
from common.errors import Refus
from common.models import Frein

securite = logging.getLogger("securite")
NAT64 = ip_network("64:ff9b::/96")
# No window is longer: a counter older than this slows nobody down any more.
PLUS_LONGUE_FENETRE = timedelta(days=1)


def compter(cle: str, *, limite: int, fenetre: timedelta, phrase: str) -> None:
    """Count one try for ``cle``; raise Refus(code="frein") beyond ``limite`` tries in ``fenetre``.

    The key is stored as a keyed digest: an address or a typed identifiant is never stored in clear. One statement, so
    simultaneous tries on several workers all count.
    """
    if fenetre > PLUS_LONGUE_FENETRE:
        raise ValueError("the nightly purge would forget this counter too early")
    instant = clock.maintenant()
    empreinte = salted_hmac("common.web.freins", cle).hexdigest()
    with connection.cursor() as curseur:
        curseur.execute(
            """
            INSERT INTO common_frein (cle, essais, depuis) VALUES (%s, 1, %s)
            ON CONFLICT (cle) DO UPDATE SET
                essais = CASE WHEN common_frein.depuis < %s THEN 1 ELSE common_frein.essais + 1 END,
                depuis = CASE WHEN common_frein.depuis < %s THEN EXCLUDED.depuis ELSE common_frein.depuis END
            RETURNING essais
            """,
            [empreinte, instant, instant - fenetre, instant - fenetre],
        )
        (essais,) = curseur.fetchone()
    if essais > limite:
        # The kind of counter and its digest: never what was typed, nor whose it is.
        securite.warning("throttle reached: %s %s", cle.partition(":")[0], empreinte[:12])
        raise Refus(phrase, code="frein")


def paliers(cle: str, limites, *, phrase: str) -> list[str]:
    """Count one try for ``cle`` against several (limit, window), the shortest window first: the wait grows.

    Return the keys counted, to be forgotten when the right answer is given.
    """
    cles = cles_des_paliers(cle, limites)
    for compteur, (limite, fenetre) in zip(cles, limites, strict=True):
        compter(compteur, limite=limite, fenetre=fenetre, phrase=phrase)
    return cles


def cles_des_paliers(cle: str, limites) -> list[str]:
    """The keys that ``paliers`` counts under."""
    return [f"{cle}:{int(fenetre.total_seconds())}" for _, fenetre in limites]


def oublier(*cles: str) -> None:
    """Reset the tries of ``cles``: the right answer was given."""
    empreintes = [salted_hmac("common.web.freins", cle).hexdigest() for cle in cles]
    with connection.cursor() as curseur:
        curseur.execute("DELETE FROM common_frein WHERE cle = ANY(%s)", [empreintes])


def rendre(cle: str) -> None:
    """Take back the try just counted for ``cle``: it was no failure."""
    empreinte = salted_hmac("common.web.freins", cle).hexdigest()
    with connection.cursor() as curseur:
        curseur.execute("UPDATE common_frein SET essais = GREATEST(essais - 1, 0) WHERE cle = %s", [empreinte])


def purger() -> int:
    """Delete the counters whose window is over, whatever it was; return how many."""
    supprimes, _ = Frein.objects.filter(depuis__lt=clock.maintenant() - PLUS_LONGUE_FENETRE).delete()
    return supprimes


def adresse(request) -> str:
    """The caller's IP address: REMOTE_ADDR, or what the nearest trusted proxy wrote (settings.MANDATAIRES of them).

    Only the last entries of X-Forwarded-For are the proxies' own; what a client wrote before them is never read. Empty
    when what is written there is no address: the request goes on without it.
    """
    directe = request.META.get("REMOTE_ADDR", "")
    if not settings.MANDATAIRES:
        return lire_adresse(directe)
    etapes = [etape.strip() for etape in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return lire_adresse((etapes[-settings.MANDATAIRES] if len(etapes) >= settings.MANDATAIRES else "") or directe)


def lire_adresse(ecrite: str) -> str:
    """An address as proxies write it (bare, with a port, in brackets, quoted); empty for what is none."""
    ecrite = ecrite.strip().strip('"')
    if ecrite.startswith("["):
        ecrite = ecrite[1:].partition("]")[0]
    elif ecrite.count(":") == 1:
        ecrite = ecrite.partition(":")[0]
    try:
        lue = ip_address(ecrite.partition("%")[0])
    except ValueError:
        return ""
    return str(_en_ipv4(lue) or lue)


def _en_ipv4(lue):
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64): its owner counts once."""
    if not isinstance(lue, IPv6Address):
        return None
    nat64 = IPv4Address(int(lue) & 0xFFFFFFFF) if lue in NAT64 else None
    return lue.ipv4_mapped or lue.sixtofour or nat64


def reseau(adresse: str) -> str:
    """What every throttle counts an address as: an IPv6 subscriber holds a whole /64, and counts as one."""
    lue = lire_adresse(adresse)
    if lue and isinstance(ip_address(lue), IPv6Address):
        return str(ip_network(f"{lue}/64", strict=False))
    return lue
