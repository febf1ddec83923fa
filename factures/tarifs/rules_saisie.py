"""The brackets of a grid as an agent types or pastes them: one line a bracket. Pure.

    500 ; 0,85                        up to 500, one price
    1000 ; 1,00 ; 0,90 ; 0,80         up to 1000, a price a column
    au-delà ; 4,35                    the last line

Cells are separated by semicolons or tabs (what a spreadsheet pastes). A single price, or a rate, has no bound to
write.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

SANS_LIMITE = re.compile(r"(au[ -]?del[aà]|plus|et plus|sans limite|\+|-|—)?", re.I)
BRUIT = re.compile(r"[\s\u00a0\u202f€%]|<=?|jusqu[’']?[aà]", re.I)
NOMBRE = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
HORS_COMMUNE = 0


class SaisieRefusee(ValueError):
    """What is typed makes no grid; ``phrases`` say where and why."""

    def __init__(self, phrases):
        super().__init__(" ".join(phrases))
        self.phrases = phrases


@dataclass(frozen=True)
class Cellule:
    """What one row of a grid holds: a price, two in a bracket where it rises, or a rate."""

    jusqua: Decimal | None
    colonne: int = 1
    prix: Decimal | None = None
    prix_haut: Decimal | None = None
    taux: Decimal | None = None


def lire_nombre(texte: str, *, decimales: int = 2) -> Decimal:
    """A number as people write it; raise ValueError with a French sentence."""
    saisi = BRUIT.sub("", texte)
    if not NOMBRE.fullmatch(saisi):
        raise ValueError(f"« {texte.strip()} » n’est pas un nombre")
    valeur = Decimal(saisi.replace(",", "."))
    if valeur < 0:
        raise ValueError("un nombre ne peut pas être négatif")
    if -valeur.as_tuple().exponent > decimales:
        raise ValueError(f"« {texte.strip()} » a plus de {decimales} chiffres après la virgule")
    if valeur >= 10_000_000:
        raise ValueError(f"« {texte.strip()} » est trop grand")
    return valeur


def lire_tranches(texte: str, *, forme: str, colonne_exterieure: bool = False) -> list[Cellule]:
    """The rows of what is typed, for this form; raise ``SaisieRefusee``."""
    bornees = forme in ("tranches", "interpolees")
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip()]
    fautes, lues = [], []
    for rang, ligne in enumerate(lignes, 1):
        try:
            lues.append(_ligne(ligne, bornee=bornees, decimales=4 if forme == "effort" else 2))
        except ValueError as erreur:
            fautes.append(f"Ligne {rang} : {erreur}.")
    if not fautes:
        fautes = [*_verifier(lues, forme=forme, bornees=bornees, exterieure=colonne_exterieure)]
    if fautes:
        raise SaisieRefusee(fautes)
    return [
        cellule for borne, prix in lues for cellule in _cellules(borne, prix, forme, exterieure=colonne_exterieure)
    ]


def _ligne(ligne, *, bornee, decimales):
    """(bound or None, numbers) of a line."""
    morceaux = [m.strip() for m in re.split(r"[;\t]", ligne.strip().rstrip(";"))]
    borne = None
    if bornee:
        debut, *morceaux = morceaux
        if not morceaux:
            raise ValueError("il manque le prix, après un point-virgule")
        borne = None if SANS_LIMITE.fullmatch(debut) else lire_nombre(debut)
    return borne, [lire_nombre(m, decimales=decimales) for m in morceaux]


def _verifier(lues, *, forme, bornees, exterieure):
    if not lues:
        yield "Écrivez au moins une ligne."
        return
    if not bornees and len(lues) > 1:
        yield "Pour cette forme, écrivez une seule ligne, sans quotient."
        return
    yield from _verifier_bornes([borne for borne, _ in lues]) if bornees else ()
    nombres = [len(prix) for _, prix in lues]
    moins = 1 + exterieure
    if min(nombres) < moins:
        yield "Il manque un prix : le dernier de chaque ligne est celui des familles hors commune."
    if forme == "interpolees":
        for rang, (borne, prix) in enumerate(lues, 1):
            propres = prix[:-1] if exterieure else prix
            if len(propres) > 2:
                yield f"Ligne {rang} : écrivez au plus deux prix, celui du bas et celui du haut de la tranche."
            elif len(propres) == 2 and borne is None:
                yield f"Ligne {rang} : sans limite, la dernière tranche n’a qu’un prix."
            elif len(propres) == 2 and propres[1] < propres[0]:
                yield f"Ligne {rang} : le prix du haut est plus petit que celui du bas."
    elif len(set(nombres)) > 1:
        rang = next(r for r, n in enumerate(nombres, 1) if n != nombres[0])
        yield f"Ligne {rang} : il y a {nombres[rang - 1]} prix, et {nombres[0]} à la première ligne."


def _verifier_bornes(bornes):
    for rang, (avant, borne) in enumerate(zip(bornes, bornes[1:], strict=False), 2):
        if avant is None:
            yield f"Ligne {rang - 1} : « au-delà » est réservé à la dernière ligne."
        elif borne is not None and borne <= avant:
            yield f"Ligne {rang} : le quotient doit être plus grand que celui de la ligne d’avant."
    if bornes[-1] is not None:
        yield "La dernière ligne doit commencer par « au-delà » : sinon les plus grands quotients n’ont pas de prix."


def _cellules(borne, prix, forme, *, exterieure):
    if exterieure:
        yield Cellule(borne, HORS_COMMUNE, prix=prix[-1])
        prix = prix[:-1]
    if forme == "effort":
        yield from (Cellule(None, rang, taux=taux) for rang, taux in enumerate(prix, 1))
    elif forme == "interpolees":
        yield Cellule(borne, 1, prix=prix[0], prix_haut=prix[1] if len(prix) > 1 else None)
    else:
        yield from (Cellule(borne, rang, prix=montant) for rang, montant in enumerate(prix, 1))


def ecrire_tranches(cellules, *, forme: str) -> str:
    """Rows (anything with the fields of a ``Cellule``) as they would be typed."""
    rangees = {}
    for cellule in cellules:
        rangees.setdefault(cellule.jusqua, []).append(cellule)
    lignes = []
    for borne, rangee in rangees.items():
        rangee.sort(key=lambda c: (c.colonne == HORS_COMMUNE, c.colonne))
        morceaux = [v for c in rangee for v in (c.taux, c.prix, c.prix_haut) if v is not None]
        debut = [] if forme in ("unique", "effort") else ["au-delà" if borne is None else _ecrire(borne, entier=True)]
        lignes.append(" ; ".join([*debut, *(_ecrire(m) for m in morceaux)]))
    return "\n".join(lignes)


def _ecrire(valeur, *, entier=False):
    texte = f"{valeur:f}"
    if entier:
        texte = texte.removesuffix(".00")
    elif len(texte.partition(".")[2]) > 2:
        texte = texte[:-2] + texte[-2:].rstrip("0")
    return texte.replace(".", ",")
