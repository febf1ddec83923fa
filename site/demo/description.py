"""A town as data: one TOML file each in ``villes/``, and what every portal says alike in ``communs.toml``."""

import tomllib
from pathlib import Path

ICI = Path(__file__).parent
VILLES = ICI / "villes"
COMMUNS = ICI / "communs.toml"


def connues() -> list[str]:
    """Give the codes of the towns of the demonstration."""
    return sorted(fichier.stem for fichier in VILLES.glob("*.toml"))


def lire(ville: str, *, dossier: Path = VILLES) -> dict:
    """Read the description of a town."""
    return tomllib.loads((dossier / f"{ville}.toml").read_text())


def completer(ville: dict) -> dict:
    """Give ``ville`` with the pages that it does not write itself: the legal ones, with its name.

    « menus_de » names a town whose dishes it shows: not its shares of organic food, nor what one restaurant serves.
    """
    ecrites = {page["slug"] for page in ville["pages"]}
    communes = tomllib.loads(COMMUNS.read_text())["pages"]
    ajoutees = [_nommer(page, ville["commune"]) for page in communes if page["slug"] not in ecrites]
    menus = ville.get("menus") or lire(ville["menus_de"])["menus"] | {"particuliers": [], "egalim": []}
    return ville | {"pages": [*ville["pages"], *ajoutees], "menus": menus}


def _nommer(valeur, commune):
    """Put the names of the town and of its portal where a text says « {nom} » and « {portail} »."""
    if isinstance(valeur, str):
        portail = commune.get("nom_du_portail", "Espace Famille")
        return valeur.replace("{nom}", commune["nom"]).replace("{portail}", portail)
    if isinstance(valeur, dict):
        return {cle: _nommer(v, commune) for cle, v in valeur.items()}
    return [_nommer(v, commune) for v in valeur] if isinstance(valeur, list) else valeur
