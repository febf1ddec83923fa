"""What one can do on the portal itself, as results of the search."""

from cms_pages.extensions import SERVICES, ServiceDuPortail
from common.words.recherche import Index, mots_a_chercher


def services_pour(voulus: list[str]) -> list[ServiceDuPortail]:
    """The services that all these words ask for, or that the only word does."""
    if not voulus:
        return []
    index = Index((rang, mots_a_chercher(s.titre, s.mots)) for rang, s in enumerate(SERVICES))
    trouves = index.chercher(" ".join(voulus))
    return [s for rang, s in enumerate(SERVICES) if rang in trouves.cles and not trouves.approche and s.adresse()]
