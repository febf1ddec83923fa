"""The link of an offer's mail: signed, tied to one adult and one waiting row, of no use once the offer is answered."""

from datetime import timedelta

from django.core import signing

SEL = "reservations.attente.offre"
# So long after it was written a link still says what became of the offer.
DUREE = timedelta(days=60)


def ecrire(attente: int, adulte: int) -> str:
    return signing.dumps([attente, adulte], salt=SEL, compress=True)


def lire(jeton: str) -> tuple[int, int] | None:
    """Give (waiting row, adult) of a link that is ours and not too old; None for any other."""
    try:
        attente, adulte = signing.loads(jeton, salt=SEL, max_age=DUREE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return attente, adulte
