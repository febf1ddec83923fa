"""Whom a piece of news may be addressed to: the domains above say it here; the pages know none of them."""

from collections.abc import Callable

_choix: dict[str, Callable] = {}
_profils: list[Callable] = []


def offrir(cle: str, lister: Callable) -> None:
    """Say what editors may choose as « ecoles » or « activites »: ``lister()`` gives (code, name)."""
    _choix[cle] = lister


def choix(cle: str) -> list[tuple[str, str]]:
    """Give what editors may choose; nothing before a domain said it."""
    return list(_choix[cle]()) if cle in _choix else []


def reconnaitre(profils_de: Callable) -> None:
    """Say how an account's children are known: ``profils_de(user)`` lists ``rules.Profil``, or None for staff."""
    _profils[:] = [profils_de]


def profils(utilisateur):
    """Give the children of the account, as news are addressed to them; None when it is no family."""
    return _profils[0](utilisateur) if _profils and utilisateur.is_authenticated else None
