"""Postal addresses: the country, how they are written on a line, on an envelope, in a window. Pure.

Names and codes of countries are pycountry's (ISO 3166), the words the norm NF Z 10-011's: six lines of 38 signs, the
country in capitals on the last one.
"""

import gettext
import re
import textwrap
from dataclasses import dataclass
from functools import cache

import pycountry

from common.words.nettoyage import serrer
from common.words.noms import cle_de_tri

FRANCE = "FR"
# Where the parents of a French town who live abroad mostly live.
VOISINS = ("BE", "LU", "DE", "CH", "MC", "IT", "ES", "AD", "GB")
# French postcodes and no other country: Guadeloupe to Wallis-et-Futuna.
OUTRE_MER = frozenset({"GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"})
LIGNES, SIGNES = 6, 38
LIGNES_SERREES, SIGNES_SERRES = 8, 46
COUPURES = {"break_on_hyphens": False}
COUPE = " …"
CODE_FRANCAIS = re.compile(r"\d{5}", re.ASCII)
CODE_ETRANGER = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{0,10}", re.ASCII)


@cache
def _noms() -> dict[str, str]:
    traduire = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"], fallback=True).gettext
    noms = {}
    for pays in pycountry.countries:
        nom = traduire(getattr(pays, "common_name", pays.name)).replace("'", "’")
        # « Russie, Fédération de », « Saint-Siège (état de la cité du Vatican) »: what people call it.
        noms[pays.alpha_2] = re.split(r", (?!Îles?\b)| \(", nom)[0]
    return noms


def nom_du_pays(code: str) -> str:
    return _noms().get(code, code)


def code_numerique(code: str) -> str:
    """The three figures of a country (ISO 3166 numeric), as banks write it."""
    pays = pycountry.countries.get(alpha_2=code)
    return pays.numeric if pays else ""


def choix_du_pays() -> list:
    """Choices of a form: France, the neighbours, then every other country by its name."""
    autres = sorted(_noms().keys() - OUTRE_MER - {FRANCE, *VOISINS}, key=lambda code: cle_de_tri(_noms()[code]))
    voisins = [(code, nom_du_pays(code)) for code in (FRANCE, *VOISINS)]
    return [("Le plus souvent", voisins), ("Autres pays", [(code, nom_du_pays(code)) for code in autres])]


def lire_code_postal(saisi: str, pays: str) -> str | None:
    """A postcode as it is stored; None when it is none of that country (five figures in France)."""
    if pays == FRANCE:
        code = serrer(saisi)
        return code if CODE_FRANCAIS.fullmatch(code) else None
    code = " ".join(saisi.split()).upper()
    return code if CODE_ETRANGER.fullmatch(code) else None


class Adresse:
    """An address as it is written: ``adresse``, ``complement``, ``code_postal``, ``ville`` and ``pays``."""

    @property
    def commune_et_pays(self) -> str:
        """« 44480 Donges », « 1050 Bruxelles, Belgique »."""
        commune = f"{self.code_postal} {self.ville}".strip()
        return commune if self.pays == FRANCE or not commune else f"{commune}, {nom_du_pays(self.pays)}"

    @property
    def en_une_ligne(self) -> str:
        return ", ".join(ligne for ligne in (self.adresse, self.complement, self.commune_et_pays) if ligne)

    @property
    def lignes_postales(self) -> list[str]:
        """The lines of an envelope below the name."""
        commune = f"{self.code_postal} {self.ville}".strip()
        pays = "" if self.pays == FRANCE else nom_du_pays(self.pays).upper()
        return [ligne for ligne in (self.adresse, self.complement, commune, pays) if ligne]


@dataclass(frozen=True)
class Fenetre:
    """What stands in the window of an envelope; ``serree``: in smaller letters, so that nothing is cut."""

    lignes: list[str]
    serree: bool = False

    @property
    def coupee(self) -> bool:
        """Whether something had to be cut all the same."""
        return any(ligne.endswith(COUPE) for ligne in self.lignes)


def fenetre(nom: str, lignes: list[str]) -> Fenetre:
    """Lay a name and an address out: six lines of 38 signs; else eight smaller ones; else cut, its end kept whole."""
    lignes = [ligne for ligne in lignes if ligne.strip()]
    for nombre, signes in ((LIGNES, SIGNES), (LIGNES_SERREES, SIGNES_SERRES)):
        entieres = [morceau for texte in (nom, *lignes) for morceau in textwrap.wrap(texte, signes, **COUPURES)]
        if len(entieres) <= nombre and all(len(ligne) <= signes for ligne in entieres):
            return Fenetre(entieres, serree=nombre > LIGNES)
    # The last lines lead the letter, the first ones the postman: those between give way.
    adresse = [morceau for texte in lignes for morceau in _couper(texte, 2 if len(lignes) <= 3 else 1)]
    adresse = adresse[-(LIGNES_SERREES - 2) :]
    return Fenetre([*_couper(nom, LIGNES_SERREES - len(adresse)), *adresse], serree=True)


def _couper(texte, nombre):
    return textwrap.wrap(texte, SIGNES_SERRES, max_lines=min(nombre, 2), placeholder=COUPE, **COUPURES) or [""]
