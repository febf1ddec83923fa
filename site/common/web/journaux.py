"""The logs of the machine tell no secret: neither the token of a mail's link nor what an address asks for."""

import logging
import re

# The routes whose last part opens something (a test reads them from the URL configuration).
_JETON = re.compile(
    r"(/espace/(?:(?:mot-de-passe-oublie|activer)/[^/\s]+|nouvelle-adresse|changement-d-adresse|invitation"
    r"|rappel-de-la-veille|agenda-abonne|reservations/attente/offre)/)"
    r"[^/\s?\"']+"
)
# Signs that would begin another line, so that what somebody typed would pass for the portal's own words.
_CONTROLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_QUESTION = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")


def expurger(texte: str) -> str:
    """Remove the tokens and the query strings of addresses from a line."""
    return _QUESTION.sub(r"\1?…", _JETON.sub(r"\1…", texte))


class Expurger(logging.Filter):
    """Write each line without them, whoever logs it; a line that cannot be formatted is left to the handler."""

    def filter(self, record):
        try:
            record.msg, record.args = expurger(record.getMessage()), ()
        except (TypeError, ValueError):
            return True
        return True


class UneLigne(logging.Formatter):
    """Escape what would begin another line in a message; a traceback keeps its own."""

    def formatMessage(self, record):
        record.message = _CONTROLE.sub(lambda signe: ascii(signe[0])[1:-1], record.message)
        return super().formatMessage(record)
