"""What the domains above add to families: each registers its part when the site starts, and famille knows none."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the agents' family file: ``contexte(dossier, utilisateur)`` gives what its template shows.

    None: this agent is shown nothing of it, not even its title.
    """

    cle: str
    titre: str
    gabarit: str
    contexte: Callable


SECTIONS: Registry[Section] = Registry(
    "famille.sections", "A Section of the agents' family file; its template gets ``donnees``."
)


def sections_du_dossier(dossier, utilisateur) -> list[dict]:
    lues = [(section, section.contexte(dossier, utilisateur)) for section in SECTIONS]
    return [{"titre": s.titre, "gabarit": s.gabarit, "donnees": lu} for s, lu in lues if lu is not None]


@dataclass(frozen=True, kw_only=True)
class GesteDuDossier:
    """A button at the top of the family file: its words, its page; ``principal`` for the one that stands out."""

    texte: str
    adresse: str
    principal: bool = False


GESTES: Registry[Callable] = Registry(
    "famille.gestes",
    "Called with (dossier, agent), gives the GesteDuDossier that this agent may do from the family file.",
)


def gestes_du_dossier(dossier, agent) -> list[GesteDuDossier]:
    return [geste for donner in GESTES for geste in donner(dossier, agent)]


ADULTES: Registry[Callable] = Registry(
    "famille.adultes",
    "Called with the adults of an agents' file, says more of each (sets attributes) in a fixed number of statements.",
)


@dataclass(frozen=True, kw_only=True)
class SuiteDeRentree:
    """What goes on with the promotion to the next school year.

    ``annoncer()`` says in French what it will do, or nothing; ``faire(annee, par=)`` does it, outside of any
    transaction, and says in French what was done, or nothing.
    """

    cle: str
    annoncer: Callable[[], str]
    faire: Callable[..., str]


RENTREE: Registry[SuiteDeRentree] = Registry("famille.rentree", "A SuiteDeRentree, done with « Préparer la rentrée ».")

# How long a family is kept (read by ``droits.services``).
PRESENCES: Registry[Callable] = Registry(
    "famille.presences",
    'Gives, for a day, the rows about OuterRef("pk"), a child, that are not over before that day.',
)
RETENUES: Registry[Callable] = Registry(
    "famille.retenues", 'Gives the rows about OuterRef("pk"), a household, for which it is still needed.'
)
EFFACEURS: Registry[Callable] = Registry(
    "famille.effaceurs", "Erases what its domain keeps of a household that goes, in the caller's transaction."
)
