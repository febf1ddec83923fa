"""What the domains above say to public pages, which know none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class ChoixDePublic:
    """What editors may choose for news: ``cle`` (« ecoles », « activites »); ``lister`` gives (code, name)."""

    cle: str
    lister: Callable[[], list[tuple[str, str]]]


PUBLICS: Registry[ChoixDePublic] = Registry("cms_pages.publics", "A ChoixDePublic: whom news may be addressed to.")
PROFILS: Registry[Callable] = Registry(
    "cms_pages.profils",
    "profils_de(user) gives the ``rules.Profil`` of an account's children, None when it is no family's; one answers.",
)


@dataclass(frozen=True)
class ServiceDuPortail:
    """Something to do here: its title, where (a function: pages move), a sentence, the words that ask for it."""

    titre: str
    adresse: Callable[[], str]
    phrase: str
    mots: str

    @property
    def cle(self) -> str:
        return self.titre


SERVICES: Registry[ServiceDuPortail] = Registry(
    "cms_pages.services", "A ServiceDuPortail, found by the search, in that order."
)
