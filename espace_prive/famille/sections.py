"""What the domains above add to the family file of the agents: they register here, the file knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the file: ``contexte(dossier, utilisateur)`` gives what its template shows as ``donnees``."""

    cle: str
    titre: str
    gabarit: str
    contexte: Callable
    ordre: int = 100


_sections: dict[str, Section] = {}


def ajouter(section: Section) -> None:
    """Add a section, or replace the one of the same key."""
    _sections[section.cle] = section


def du_dossier(dossier, utilisateur) -> list[dict]:
    """Give the sections of a file, each with its data."""
    return [
        {"titre": s.titre, "gabarit": s.gabarit, "donnees": s.contexte(dossier, utilisateur)}
        for s in sorted(_sections.values(), key=lambda s: s.ordre)
    ]
