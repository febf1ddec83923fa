"""The words of a list: its columns, and what each says of a child."""

from common.words import typo
from reservations.pointage.rules import Attendu
from reservations.pointage.rules_pointage import MALADE, PARTI, PRESENT, EtatPointe

TIRET = "—"
SANTE, SORTIES = "Repas et santé", "Repart avec"


def colonnes(lignes: list[Attendu], *, sante: bool, sorties: bool) -> list[str]:
    """The titles of a list, in the order of ``cellules``: only those that tell the children apart."""
    titres = ["Enfant", "Classe"]
    titres += ["École"] if len({ligne.ecole for ligne in lignes}) > 1 else []
    titres += ["Groupe"] if any(ligne.groupe for ligne in lignes) else []
    titres += ["Vient pour"] if any(ligne.quoi or ligne.arrivee or ligne.depart for ligne in lignes) else []
    titres += [SANTE] if sante and any(ligne.sante for ligne in lignes) else []
    titres += [SORTIES] if sorties else []
    return [*titres, "État"]


def dire_etat(ligne: Attendu, mot) -> str:
    """Say in words where the child stands: what was noted of it, else what is expected."""
    if ligne.pointe:
        return f"{ligne.pointe}, sans réservation" if ligne.sans_reservation else ligne.pointe
    if ligne.absent:
        return f"Absence signalée, {mot.nom} commandé{mot.e}" if mot.commande else "Absence signalée"
    return "Mange" if mot.commande else "Attendu"


def dire_heures(ligne: Attendu) -> str:
    bornes = [f"dès {typo.heure(ligne.arrivee)}"] if ligne.arrivee else []
    bornes += [f"jusqu’à {typo.heure(ligne.depart)}"] if ligne.depart else []
    return ", ".join(bornes)


def jamais(ligne: Attendu) -> str:
    """« Jamais avec Paul Roux »: said apart, since it must not be missed."""
    return f"Jamais avec {typo.enumeration(ligne.interdits, liaison='ni')}" if ligne.interdits else ""


# What each column says of a child; the rows of a long list are made by these alone.
DITES = {
    "Enfant": lambda ligne, mot: ligne.nom,
    "Classe": lambda ligne, mot: ligne.sa_classe or TIRET,
    "École": lambda ligne, mot: ligne.ecole or TIRET,
    "Groupe": lambda ligne, mot: ligne.groupe or TIRET,
    "Vient pour": lambda ligne, mot: ", ".join(filter(None, (ligne.quoi, dire_heures(ligne)))) or TIRET,
    SANTE: lambda ligne, mot: " · ".join(ligne.sante) if ligne.sante else "",
    SORTIES: lambda ligne, mot: ", ".join(ligne.sorties),
    "État": dire_etat,
}


def cellules(ligne: Attendu, titres: list[str], mot) -> list[str]:
    """The words of a line, in the order of its titles; the first is the name."""
    return [DITES[titre](ligne, mot) for titre in titres]


def dire_pointage(connu: EtatPointe) -> str:
    """« Présent dès 8 h 02 », « Parti à 17 h 10 », « Malade »."""
    if connu.fait == PARTI:
        depuis = f"Venu dès {typo.heure(connu.arrivee)}, parti" if connu.arrivee else "Parti"
        return f"{depuis} {typo.a_heure(connu.depart)}" if connu.depart else depuis
    if connu.fait == PRESENT:
        return f"Présent dès {typo.heure(connu.arrivee)}" if connu.arrivee else "Présent"
    return "Malade" if connu.fait == MALADE else "Absent"
