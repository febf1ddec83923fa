"""What the domains above add to accounts: each registers its part when the site starts."""

from collections.abc import Callable

from common.registry import Registry

COMPTES_FERMES: Registry[Callable] = Registry(
    "comptes.comptes_fermes",
    "Gives, for an agent, the ids of the families' accounts that it neither reads, nor their messages, nor changes.",
)
SUIVRE_COURRIEL: Registry[Callable] = Registry(
    "comptes.suivre_courriel",
    "suivre(account, ancienne=): an address has changed, in the same transaction (the family file follows).",
)
A_LA_FERMETURE: Registry[Callable] = Registry(
    "comptes.a_la_fermeture", "Called with an account just before it goes, so that a domain notes what it keeps."
)
POUR_UN_AUTRE: Registry[str] = Registry(
    "comptes.pour_un_autre",
    "The key of a session that acts for somebody else: what is typed then is not its account's.",
)
