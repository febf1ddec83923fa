"""Where a request is read in full, and taken back: the domains above say it, for their own types (``apps.py``)."""

from collections.abc import Callable

# Each gives, for a type, the address of its page for who has a reach (``moi``, a request), or "".
PAGES: dict[str, Callable] = {}


def est_lisible(demarche, page: str) -> bool:
    """Tell whether who was given that ``page`` of the request reads its answer: a type without pages hides none."""
    return bool(page) or demarche.type not in PAGES


def page_de(moi, demarche) -> str:
    """Give the page of that request for who has the reach ``moi``; empty when it has none that this person opens."""
    lire = PAGES.get(demarche.type)
    return lire(moi, demarche) if lire else ""
