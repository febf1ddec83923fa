"""What one does on the portal itself, as results of the search; the domains above add theirs (``offrir``)."""

from collections.abc import Callable
from dataclasses import dataclass

from common.recherche import Index, mots_a_chercher


@dataclass(frozen=True)
class ServiceDuPortail:
    """Something to do: its title, where (a function: pages move), in a sentence, the words that ask for it."""

    titre: str
    adresse: Callable[[], str]
    phrase: str
    mots: str


SERVICES: list[ServiceDuPortail] = []


def offrir(*services: ServiceDuPortail) -> None:
    """Add services, shown in that order."""
    SERVICES.extend(services)


def services_pour(voulus: list[str]) -> list[ServiceDuPortail]:
    """Give the services that all these words ask for, or that the only word does."""
    if not voulus:
        return []
    index = Index((rang, mots_a_chercher(s.titre, s.mots)) for rang, s in enumerate(SERVICES))
    trouves = index.chercher(" ".join(voulus))
    return [s for rang, s in enumerate(SERVICES) if rang in trouves.cles and not trouves.approche and s.adresse()]
