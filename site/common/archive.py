"""« Télécharger mes données » : one archive, to read and to reuse, of what every domain holds on a person.

The kernel knows no domain: each one registers its part when the site starts.
"""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

from django.template.loader import render_to_string

from common import clock
from common.registry import Registry
from common.words import typo


@dataclass(frozen=True)
class Partie:
    """A part: ``lire(moi, utilisateur)`` gives rows by the keys of ``cles``, which say what each key holds.

    ``moi`` is the reach of the person (a Perimetre, never the other home of a child), ``utilisateur`` the account.
    """

    cle: str
    titre: str
    lire: Callable
    cles: dict[str, str]


PARTIES: Registry[Partie] = Registry("common.archive.parties", "A Partie of « Télécharger mes données ».")
FICHIERS: Registry[Callable] = Registry(
    "common.archive.fichiers",
    "lire(moi, utilisateur) gives (folder, name, bytes or text) of the files of the archive, one after the other.",
)


def _nom(texte: str) -> str:
    """A file name that any system can write: letters of every script, digits, dots and dashes."""
    return re.sub(r"[^\w.\-]+", "-", texte).strip("-.")[:100] or "document"


def recueillir_fichiers(moi, utilisateur):
    """(path in the archive, content) of each file; two of one name are told apart by a number."""
    vus = set()
    for lire in FICHIERS:
        for dossier, nom, contenu in lire(moi, utilisateur):
            racine, point, suffixe = _nom(nom).rpartition(".")
            rang, chemin = 1, f"{_nom(dossier)}/{_nom(nom)}"
            while chemin in vus:
                rang += 1
                chemin = f"{_nom(dossier)}/{racine or suffixe}-{rang}{point}{suffixe if racine else ''}"
            vus.add(chemin)
            yield chemin, contenu


def recueillir(moi, utilisateur) -> list[tuple[Partie, list[dict]]]:
    """Each part with its rows; a key that a row lacks is None, one that is not documented an error."""
    recueil = []
    for partie in PARTIES:
        lignes = []
        for ligne in partie.lire(moi, utilisateur):
            if inconnues := ligne.keys() - partie.cles.keys():
                raise ValueError(f"{partie.cle} does not document {sorted(inconnues)}")
            lignes.append({cle: ligne.get(cle) for cle in partie.cles})
        recueil.append((partie, lignes))
    return recueil


def archive(moi, utilisateur, *, titre: str) -> bytes:
    """The ZIP: a page to read, the same as JSON with the meaning of every key, and the documents."""
    recueil, quand = recueillir(moi, utilisateur), clock.ici()
    tampon = BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as fichiers:
        chemins = []
        for chemin, contenu in recueillir_fichiers(moi, utilisateur):
            fichiers.writestr(chemin, contenu)
            chemins.append(chemin)
        for nom, texte in _a_lire(recueil, chemins, titre=titre, quand=quand):
            fichiers.writestr(nom, texte)
    return tampon.getvalue()


def _a_lire(recueil, chemins, *, titre, quand):
    """The page and its JSON twin; both list the documents beside them."""
    donnees = {
        "titre": titre,
        "extrait_le": quand.isoformat(),
        "parties": {p.cle: {"titre": p.titre, "cles": p.cles, "lignes": lignes} for p, lignes in recueil},
        "fichiers": chemins,
    }
    page = render_to_string(
        "droits/archive.html",
        {
            "titre": titre,
            "quand": quand,
            "fichiers": [(chemin, quote(chemin)) for chemin in chemins],
            "parties": [
                {"titre": p.titre, "entetes": p.cles.values(), "lignes": [[_lisible(v) for v in ligne.values()]
                 for ligne in lignes]}
                for p, lignes in recueil
            ],
        },
    )  # fmt: skip
    yield "mes-donnees.html", page
    yield "mes-donnees.json", json.dumps(donnees, ensure_ascii=False, indent=2, default=_ecrire)


def _ecrire(valeur):
    """What JSON has no type for: dates in ISO 8601, amounts as exact text."""
    if isinstance(valeur, date | datetime):
        return valeur.isoformat()
    if isinstance(valeur, Decimal):
        return str(valeur)
    raise TypeError(f"{type(valeur)} in the archive")


def _lisible(valeur):
    if valeur is None or valeur == "":
        return "—"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime):
        return typo.date_heure(valeur.astimezone(clock.fuseau()), annee=True)
    if isinstance(valeur, date):
        return typo.date_simple(valeur)
    if isinstance(valeur, Decimal):
        return f"{valeur:.2f}".replace(".", ",")
    if isinstance(valeur, list | tuple):
        return typo.enumeration([str(v) for v in valeur]) or "—"
    return str(valeur)
