"""What pure rules say no with. Whoever raises it makes a refusal of it: ``Refus.of(non)`` (``common.errors``)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Non:
    """A code for callers and a sentence for people."""

    code: str
    phrase: str
