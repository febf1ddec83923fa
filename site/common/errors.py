"""Refusals: what a service raises when a rule says no.

There are two forms of it, no third: inside pure rules a value, ``common.rules.Non`` or None; for everybody else
``Refus``. A plain sentence is not a refusal.
"""

from django.core.exceptions import ValidationError

# The codes of an overtaken request: what the page shows is no longer true. A link opens it as it is now, since
# « recharger » would send the form again.
DEPASSE = ("version", "transition")


class Refus(ValidationError):
    """A refusal fit for the screen: a French sentence for people and a ``code`` for tests and callers."""

    def __init__(self, phrase, *, code):
        super().__init__(phrase, code=code)
        self.phrase = phrase

    @classmethod
    def of(cls, non):
        """Raise what a pure rule said (``common.rules.Non``)."""
        return cls(non.phrase, code=non.code)

    def __str__(self):
        return self.phrase
