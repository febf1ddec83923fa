"""Where a request is read in full, and taken back: the domains above say it, for their own types."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class PageDeDemarche:
    """For the requests of type ``cle``: ``adresse(moi, demarche)`` of their page for a reader of that reach, or "".

    ``pour_agent(agent, demarche)``: the same for the staff.
    """

    cle: str
    adresse: Callable
    pour_agent: Callable


PAGES: Registry[PageDeDemarche] = Registry("demarches.pages", "A PageDeDemarche: where a type of request is read.")
