"""Who may be whom: what two people, two children, two households have in common. Pure; nothing is decided from it."""

from dataclasses import dataclass
from datetime import date

from common.words.noms import colle, meme_nom, meme_prenom, mots, prenom_contenu, presque_meme_nom, voisins

MEMES_NOMS = "mêmes nom et prénom"
PRESQUE_MEMES_NOMS = "nom et prénom presque les mêmes"
MEME_NAISSANCE = "même date de naissance"
MEME_COURRIEL = "même adresse électronique"
MEME_TELEPHONE = "même téléphone"
MEME_ADRESSE = "même adresse"
ENFANT_COMMUN = "un enfant de mêmes prénom et date de naissance"
# What is worth a look alone; of the others two are wanted: a birthday or a street is shared by too many.
SUFFISANTS = (MEMES_NOMS, MEME_COURRIEL)
# Shared by all who live together: these alone bring nobody together, a couple would always be asked about.
DU_LOGEMENT = (MEME_ADRESSE, MEME_TELEPHONE)

# The ways to write a street that envelopes and software shorten (standard AFNOR NF Z 10-011).
ABREGES = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "bvd": "boulevard",
    "ch": "chemin", "che": "chemin", "chem": "chemin", "imp": "impasse", "lot": "lotissement", "pl": "place",
    "r": "rue", "res": "residence", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte",
}  # fmt: skip


@dataclass(frozen=True)
class Portrait:
    """What is known of an adult: names, birth, ways to reach it, where it lives, children as (first name, birth)."""

    noms: tuple[str, ...]
    prenoms: str
    naissance: date | None
    email: str
    enfants: tuple[tuple[str, date], ...] = ()
    telephones: tuple[str, ...] = ()
    adresses: tuple[str, ...] = ()


def ressemblances(un: Portrait, autre: Portrait) -> tuple[str, ...]:
    """What the two have in common, strongest first; empty when they are not worth bringing together."""
    signes = [signe for signe, commun in _signes(un, autre) if commun]
    de_la_personne = [signe for signe in signes if signe not in DU_LOGEMENT]
    assez = (len(signes) >= 2 and de_la_personne) or any(signe in SUFFISANTS for signe in signes)
    return tuple(signes) if assez else ()


def _signes(un, autre):
    memes = meme_nom(un.noms, autre.noms) and meme_prenom(un.prenoms, autre.prenoms)
    yield MEMES_NOMS, memes
    yield PRESQUE_MEMES_NOMS, not memes and _presque(un, autre)
    yield MEME_NAISSANCE, un.naissance and un.naissance == autre.naissance
    yield MEME_COURRIEL, un.email and un.email.lower() == autre.email.lower()
    yield MEME_TELEPHONE, {*un.telephones} & {*autre.telephones} - {""}
    yield MEME_ADRESSE, {_lieu(a) for a in un.adresses} & {_lieu(a) for a in autre.adresses} - {""}
    yield ENFANT_COMMUN, any(meme_enfant(petit, connu) for petit in un.enfants for connu in autre.enfants)


def _lieu(adresse: str) -> str:
    """An address as one comparable word, whether its street is shortened or not."""
    return "".join(ABREGES.get(mot, mot) for mot in mots(adresse))


def _presque(un, autre):
    prenoms = meme_prenom(un.prenoms, autre.prenoms) or presque_meme_nom([un.prenoms], [autre.prenoms])
    return prenoms and presque_meme_nom(un.noms, autre.noms)


def meme_enfant(un: tuple[str, date], autre: tuple[str, date]) -> bool:
    """Same birthday, and the same first name, one within the other, or a slip away."""
    return un[1] == autre[1] and _prenoms_proches(un[0], autre[0])


def presque_meme_enfant(un: tuple[str, str, date], autre: tuple[str, str, date]) -> bool:
    """Children as (first name, name, birthday): the same birthday and first name, or the same names and nearly the
    same birthday (a part of the date mistyped, day and month exchanged).
    """
    if meme_enfant((un[0], un[2]), (autre[0], autre[2])):
        return True
    noms = meme_nom([un[1]], [autre[1]]) or presque_meme_nom([un[1]], [autre[1]])
    return noms and _prenoms_proches(un[0], autre[0]) and _jours_proches(un[2], autre[2])


def _prenoms_proches(un, autre):
    return prenom_contenu(un, autre) or voisins(colle(un), colle(autre))


def _jours_proches(un: date, autre: date) -> bool:
    parts = zip((un.day, un.month, un.year), (autre.day, autre.month, autre.year), strict=True)
    echanges = (un.day, un.month, un.year) == (autre.month, autre.day, autre.year)
    return echanges or sum(a == b for a, b in parts) >= 2


def meme_adresse(une: str, autre: str) -> bool:
    """The same street, postcode and town, shortened or not."""
    return _lieu(une) == _lieu(autre)


def meme_foyer(un: tuple[str, str], autre: tuple[str, str]) -> bool:
    """Households as (name, address with its town): the same address, a name alike."""
    return meme_adresse(un[1], autre[1]) and (meme_nom([un[0]], [autre[0]]) or presque_meme_nom([un[0]], [autre[0]]))
