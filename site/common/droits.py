"""« Télécharger mes données » : one archive, to read and to reuse, of what every domain keeps of a person.

The kernel knows no domain: each one offers its part when the site starts, and a new domain only has to offer its own.
"""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.template.loader import render_to_string

from common import clock, typo


@dataclass(frozen=True)
class Partie:
    """A part: ``lire(moi, utilisateur)`` gives rows by the keys of ``cles``, which say what each key holds."""

    cle: str
    titre: str
    lire: Callable
    cles: dict[str, str]


_parties: dict[str, Partie] = {}


def offrir(cle: str, titre: str, lire: Callable, cles: dict[str, str]) -> None:
    """Add a part to the archive, or replace the one of the same key.

    ``moi`` is the reach of the person (a Perimetre, never the other home of a child), ``utilisateur`` the account.
    """
    _parties[cle] = Partie(cle, titre, lire, cles)


def recueillir(moi, utilisateur) -> list[tuple[Partie, list[dict]]]:
    """Give each part with its rows; a key that a row does not have is None, one that is not documented an error."""
    recueil = []
    for partie in _parties.values():
        lignes = []
        for ligne in partie.lire(moi, utilisateur):
            if inconnues := ligne.keys() - partie.cles.keys():
                raise ValueError(f"{partie.cle} does not document {sorted(inconnues)}")
            lignes.append({cle: ligne.get(cle) for cle in partie.cles})
        recueil.append((partie, lignes))
    return recueil


def archive(moi, utilisateur, *, titre: str) -> bytes:
    """Give the ZIP: a page to read, the same as JSON with the meaning of every key."""
    recueil, quand = recueillir(moi, utilisateur), clock.ici()
    donnees = {
        "titre": titre,
        "extrait_le": quand.isoformat(),
        "parties": {p.cle: {"titre": p.titre, "cles": p.cles, "lignes": lignes} for p, lignes in recueil},
    }
    page = render_to_string(
        "droits/archive.html",
        {
            "titre": titre,
            "quand": quand,
            "parties": [
                {"titre": p.titre, "entetes": p.cles.values(), "lignes": [[_lisible(v) for v in ligne.values()]
                 for ligne in lignes]}
                for p, lignes in recueil
            ],
        },
    )  # fmt: skip
    tampon = BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as fichiers:
        fichiers.writestr("mes-donnees.html", page)
        fichiers.writestr("mes-donnees.json", json.dumps(donnees, ensure_ascii=False, indent=2, default=_ecrire))
    return tampon.getvalue()


def _ecrire(valeur):
    """Write what JSON has no word for: dates in ISO 8601, amounts as exact text."""
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
