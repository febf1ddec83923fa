"""Where a request is read in full, and taken back."""

from espace_prive.demarches.extensions import PAGES


def est_lisible(demarche, page: str) -> bool:
    """Whether a person given that ``page`` of the request reads its answer: a type without pages hides none."""
    return bool(page) or PAGES.get(demarche.type) is None


def page_de(moi, demarche) -> str:
    """The page of that request for a reader of reach ``moi``; empty when it has none that this person opens."""
    page = PAGES.get(demarche.type)
    return page.adresse(moi, demarche) if page else ""
