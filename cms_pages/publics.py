"""Who a piece of news may be addressed to: the domains above say it (``extensions``)."""

from cms_pages.extensions import PROFILS, PUBLICS


def choix(cle: str) -> list[tuple[str, str]]:
    """What editors may choose as « ecoles » or « activites »; empty before a domain said it."""
    return [paire for public in PUBLICS if public.cle == cle for paire in public.lister()]


def profils(utilisateur):
    """The children of the account, as news are addressed to them; None when it is no family."""
    if not utilisateur.is_authenticated:
        return None
    return next((profils_de(utilisateur) for profils_de in PROFILS), None)
