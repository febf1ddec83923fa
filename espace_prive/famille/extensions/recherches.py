"""What the staff's one search finds beside families: invoices, requests, payments, by their number or their name.

The domains above register here; each gives only what the agent who searches may open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Trouvaille:
    """A page that the search found: what it is, about whom or what, where it is read.

    ``exacte``: what was typed is its whole number, and nothing else bears it; the search then opens it at once.
    """

    titre: str
    detail: str
    adresse: str
    exacte: bool = False


RECHERCHES: Registry[Callable] = Registry(
    "famille.recherches", "Called with (agent, texte), gives the Trouvailles that this agent may open."
)


def trouver(agent, texte: str) -> list[Trouvaille]:
    return [trouvaille for chercher in RECHERCHES for trouvaille in chercher(agent, texte)]
