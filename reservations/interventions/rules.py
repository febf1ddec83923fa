"""Pure rules of what the service may do to a booked day, whatever its deadlines; and what to say when it may not."""

from dataclasses import dataclass
from datetime import date

from common.rules import Non
from common.words import typo


@dataclass(frozen=True)
class Accueil:
    """What decides whether a child can be given a place on a day: values only.

    ``restantes``: the places left of the fullest row that it would take, None without limit. ``ouvert``: places exist
    for all that the formule needs. ``occupe_par``: what the child has at these hours.
    """

    jour: date
    inscrit: bool
    ouvert: bool
    motif_de_fermeture: str = ""
    reserve: bool = False
    occupe_par: str = ""
    restantes: int | None = None


def refuser_accueil(a: Accueil, *, au_dela: bool) -> Non | None:
    """Say why the child cannot be given that place; None when it can. ``au_dela``: full is no obstacle."""
    quand = typo.date_longue(a.jour)
    for code, vrai, phrase in (
        ("deja", a.reserve, f"Le {quand} est déjà réservé."),
        ("inscription", not a.inscrit, f"Pas d’inscription à cette activité le {quand} : inscrivez d’abord l’enfant."),
        ("ferme", bool(a.motif_de_fermeture), f"Le {quand} est fermé : {a.motif_de_fermeture}. Rouvrez-le d’abord."),
        ("rien_d_ouvert", not a.ouvert, f"Rien n’est ouvert ici le {quand} : ouvrez d’abord ses places."),
        ("occupe", bool(a.occupe_par), f"Le {quand}, l’enfant a déjà une place à ces heures : {a.occupe_par}."),
        (
            "complet",
            a.restantes is not None and a.restantes <= 0 and not au_dela,
            f"Il n’y a plus de place le {quand}. Cochez « au-delà des places » pour l’accueillir quand même.",
        ),
    ):
        if vrai:
            return Non(code, phrase)
    return None


def refuser_venu(jour: date, aujourdhui: date) -> Non | None:
    """Nobody has come yet on a day that is not there."""
    if jour > aujourdhui:
        return Non("a_venir", f"Le {typo.date_longue(jour)} n’est pas passé : réservez-le plutôt.")
    return None


def refuser_deplacement(jour: date, vers: date | None) -> Non | None:
    if vers is None:
        return Non("vers", "Dites à quel jour déplacer.")
    if vers == jour:
        return Non("meme_jour", "C’est le même jour.")
    return None
