"""Pure rules of the ways in: who a person without a key may be, among those whom the town knows."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.noms import meme_nom, meme_prenom, prenom_contenu

MEMES_NOMS = "mêmes nom et prénom"
MEME_NAISSANCE = "même date de naissance"
MEME_COURRIEL = "même adresse électronique"
ENFANT_COMMUN = "un enfant de mêmes prénom et date de naissance"
# A request that nobody answered goes after a year, as an answered one does: the school year that it was for is over,
# and who still wants a space asks again. Agents are warned for the last month.
SANS_REPONSE, DERNIERE_ALERTE = timedelta(days=365), timedelta(days=30)


@dataclass(frozen=True)
class Portrait:
    """What is known of an adult: names, birth, address of mail, children as (first name, birth)."""

    noms: tuple[str, ...]
    prenoms: str
    naissance: date | None
    email: str
    enfants: tuple[tuple[str, date], ...] = ()


def ressemblances(demande: Portrait, connu: Portrait) -> tuple[str, ...]:
    """Say what the two have in common, strongest first; empty when they are not to be brought together.

    A name alone, or a birthday alone, is shared by too many: the names with one more sign, or any two signs, are
    worth an agent's look. Nothing is ever decided from it.
    """
    signes = []
    if meme_nom(list(demande.noms), list(connu.noms)) and meme_prenom(demande.prenoms, connu.prenoms):
        signes.append(MEMES_NOMS)
    if demande.naissance and demande.naissance == connu.naissance:
        signes.append(MEME_NAISSANCE)
    if demande.email and demande.email.lower() == connu.email.lower():
        signes.append(MEME_COURRIEL)
    if any(meme_enfant(un, autre) for un in demande.enfants for autre in connu.enfants):
        signes.append(ENFANT_COMMUN)
    assez = len(signes) >= 2 or signes in ([MEMES_NOMS], [MEME_COURRIEL])
    return tuple(signes) if assez else ()


def meme_enfant(un: tuple[str, date], autre: tuple[str, date]) -> bool:
    """Tell whether two children may be one: the same birthday, and the same first name or one within the other."""
    return un[1] == autre[1] and prenom_contenu(un[0], autre[0])
