"""Whom a closing is for, and what of it may be done again. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.rules import Non
from common.words import typo

# A closing of two months is written at once; more is asked in two times.
JOURS_MAX = 62


@dataclass(frozen=True)
class AnneeDEcole:
    """Where a child is at school between two dates."""

    du: date
    au: date
    ecole: int
    niveau: str
    classe: str


@dataclass(frozen=True)
class PublicFerme:
    """The children of a school, of one of its levels or classes; without a school, everybody."""

    ecole: int | None = None
    niveau: str = ""
    classe: str = ""

    def concerne(self, scolarites: Iterable[AnneeDEcole], jour: date) -> bool:
        """Tell whether a child of these schools is one of them that day."""
        if self.ecole is None:
            return True
        return any(
            s.ecole == self.ecole and self.niveau in ("", s.niveau) and self.classe in ("", s.classe)
            for s in scolarites
            if s.du <= jour <= s.au
        )

    def comprend(self, autre: "PublicFerme") -> bool:
        """Tell whether whoever is of the other one is of this one."""
        if self.ecole is None:
            return True
        return self.ecole == autre.ecole and self.niveau in ("", autre.niveau) and self.classe in ("", autre.classe)


TOUS = PublicFerme()


def jours_a_fermer(du: date, au: date | None, jours_de_semaine: Iterable[int] = ()) -> list[date]:
    """Give the days between two dates that are of these days of the week; of all of them when none is said."""
    voulus = set(jours_de_semaine) or set(range(7))
    tous = (du + timedelta(days=n) for n in range(((au or du) - du).days + 1))
    return [jour for jour in tous if jour.weekday() in voulus]


def refuser_jours(du: date, au: date | None) -> Non | None:
    """Say why these days are not closed together; None when they may be."""
    if au and au < du:
        return Non("dates", "Le dernier jour précède le premier.")
    if au and (au - du).days >= JOURS_MAX:
        return Non("dates", f"Pas plus de {JOURS_MAX} jours à la fois : fermez le reste ensuite.")
    return None


def refuser_facture(activite: str, mois: date) -> Non:
    """Say why a day is neither closed nor opened again: its month is billed."""
    return Non(
        "facture",
        f"{typo.mois_annee(mois).capitalize()} est déjà facturé pour « {activite} » : ses jours ne se ferment ni "
        "ne se rouvrent plus d’ici. Corrigez les réservations une à une : la facture suivante en tiendra compte.",
    )


def refuser_retour(
    *, pris: bool, inscrit: bool, restantes: list[int | None], ferme_par: str | None = None
) -> Non | None:
    """Say why a booking that a closing cancelled does not come back; None when it does, whatever its deadline.

    ``pris``: the child has another place at that moment; ``restantes``: the places left of each unit that it takes,
    None without limit; no unit at all: the day has no places any more; ``ferme_par``: why another closing holds it.
    """
    if ferme_par is not None:
        return Non("ferme", f"Ce jour reste fermé : {ferme_par}.")
    if pris:
        return Non("deja", "L’enfant a une autre réservation à ce moment-là.")
    if not inscrit:
        return Non("inscription", "L’enfant n’est plus inscrit ici, ou c’est un autre foyer qui paie.")
    if not restantes or any(r is not None and r <= 0 for r in restantes):
        return Non("complet", "Il n’y a plus de place ce jour-là.")
    return None
