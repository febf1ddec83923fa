"""What a message of the bank says, in words: read again from its stored bytes, for the cashier's screens."""

from urllib.parse import parse_qsl

from factures.paiements.enums import Verdict
from factures.paiements.paybox.protocol import ValeurRefusee
from factures.paiements.paybox.reponse import lire_reponse, raison

# What these say of themselves is nobody's word.
SANS_FOI = (Verdict.SIGNATURE, Verdict.ILLISIBLE)


def raconter(notifications):
    """These messages with ``phrase``, ``montant`` and ``suite``: what came of it, unless the phrase says it."""
    for notification in notifications:
        reponse = None if notification.verdict in SANS_FOI else _lire(notification.brut)
        notification.montant = reponse.montant if reponse else None
        notification.phrase = raison(reponse.code) if reponse else notification.get_verdict_display()
        pris = notification.verdict == Verdict.PRISE_EN_COMPTE
        notification.suite = notification.get_verdict_display() if reponse and not pris else ""
        notification.bon = pris and reponse is not None and reponse.paye
    return notifications


def _lire(brut):
    try:
        return lire_reponse(dict(parse_qsl(brut, keep_blank_values=True)))
    except ValeurRefusee:
        return None
