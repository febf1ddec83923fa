"""Pure rules of bookings: may this day be booked, cancelled, reported; and what to say when it may not."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from common.rules import Non
from common.words import typo
from reservations.activites.mots import Mot


class EtatJour(StrEnum):
    """What a day of the calendar shows."""

    LIBRE = "libre"
    RESERVE = "reserve"
    COMPLET = "complet"
    FERME = "ferme"
    DELAI = "delai"  # nothing booked, and too late
    RESERVE_FIGE = "reserve_fige"  # booked, and too late to cancel
    AUTRE_FOYER = "autre_foyer"
    JOUR_DE_L_AUTRE = "jour_de_l_autre"  # two homes pay, each its own days, and this one is the other's
    ABSENCE = "absence"


@dataclass(frozen=True)
class SituationDuJour:
    """All that decides one day for one child: values only.

    ``ouvert`` tells whether places exist that day; ``restantes`` is None without limit; ``reserve_par`` is the payer
    who booked it (None when nobody did), ``payeur`` the one who asks; ``limite_*`` are aware instants.
    """

    jour: date
    ouvert: bool
    ferme: bool
    motif: str
    restantes: int | None
    payeur: int
    reserve_par: int | None
    absence: bool
    inscrit: bool
    limite_reserver: datetime
    limite_annuler: datetime
    maintenant: datetime
    # The child is in its other home, which has its own registration: it books and pays its own days.
    jour_de_l_autre: bool = False


def etat_du_jour(s: SituationDuJour) -> EtatJour:
    """Tell what the calendar shows for that day."""
    if s.reserve_par is not None:
        if s.absence:
            return EtatJour.ABSENCE
        if s.reserve_par != s.payeur:
            return EtatJour.AUTRE_FOYER
        return EtatJour.RESERVE if s.maintenant < s.limite_annuler else EtatJour.RESERVE_FIGE
    if s.ferme or not s.ouvert or not s.inscrit:
        return EtatJour.FERME
    if s.jour_de_l_autre:
        return EtatJour.JOUR_DE_L_AUTRE
    if s.maintenant >= s.limite_reserver:
        return EtatJour.DELAI
    if s.restantes is not None and s.restantes <= 0:
        return EtatJour.COMPLET
    return EtatJour.LIBRE


def refuser_ajout(s: SituationDuJour) -> Non | None:
    """Say why the day cannot be booked; None when it can."""
    quand = typo.date_longue(s.jour)
    match etat_du_jour(s):
        case EtatJour.LIBRE:
            return None
        case EtatJour.RESERVE | EtatJour.RESERVE_FIGE | EtatJour.ABSENCE:
            return Non("deja", f"Le {quand} est déjà réservé.")
        case EtatJour.AUTRE_FOYER:
            return Non("autre_foyer", f"Le {quand} est déjà réservé par l’autre foyer de l’enfant.")
        case EtatJour.JOUR_DE_L_AUTRE:
            return Non(
                "garde",
                f"Le {quand}, votre enfant est dans son autre foyer, qui réserve et paie ses propres jours. Si c’est "
                "votre jour, dites-le dans le dossier de l’enfant, « Chez qui ».",
            )
        case EtatJour.DELAI:
            limite = typo.date_heure(s.limite_reserver)
            return Non("delai", f"Il est trop tard pour réserver le {quand} : c’était possible jusqu’au {limite}.")
        case EtatJour.COMPLET:
            return Non("complet", f"Il n’y a plus de place le {quand}.")
    if not s.inscrit:
        return Non("inscription", f"L’enfant n’est pas inscrit à cette activité le {quand}.")
    return Non("ferme", f"Le {quand} est fermé{f' : {s.motif}' if s.motif else ''}.")


def refuser_retrait(s: SituationDuJour) -> Non | None:
    """Say why the booking of that day cannot be cancelled; None when it can."""
    quand = typo.date_longue(s.jour)
    if s.reserve_par is None:
        return Non("rien", f"Le {quand} n’est pas réservé.")
    if s.reserve_par != s.payeur:
        return Non("autre_foyer", f"Le {quand} a été réservé par l’autre foyer de l’enfant.")
    if s.maintenant >= s.limite_annuler:
        limite = typo.date_heure(s.limite_annuler)
        return Non(
            "delai",
            f"Il est trop tard pour annuler le {quand} : c’était possible jusqu’au {limite}. "
            "Si votre enfant ne vient pas, signalez une absence.",
        )
    return None


def effet_absence(
    *, maintenant: datetime, limite_annuler: datetime, prix: Decimal | None, mot: Mot
) -> tuple[bool, str]:
    """Tell whether a reported absence leaves what was booked (``mot``) billed, and the sentence that says so."""
    if maintenant < limite_annuler:
        return False, f"Prévenu à temps : {mot.le} ne sera pas facturé{mot.e}."
    combien = f" ({typo.montant(prix)})" if prix is not None else ""
    if mot.commande:
        return True, f"{mot.le.capitalize()} est déjà commandé{mot.e} : {mot.il} reste facturé{mot.e}{combien}."
    return True, f"Il est trop tard pour annuler : {mot.le} reste facturé{mot.e}{combien}."


def refuser_fermeture(*, jour: date, aujourdhui: date) -> Non | None:
    """Say why this day is neither closed nor opened again: what was eaten was eaten; None when it may be."""
    if jour < aujourdhui:
        return Non("passe", f"Le {typo.date_longue(jour)} est passé : il ne se ferme ni ne se rouvre plus.")
    return None


def refuser_retour(*, pris: bool, inscrit: bool, restantes: list[int | None]) -> Non | None:
    """Say why a booking that a closing cancelled does not come back; None when it does, whatever its deadline.

    ``pris``: the child has another place at that moment; ``restantes``: the places left of each unit that it takes,
    None without limit; no unit at all: the day has no places any more.
    """
    if pris:
        return Non("deja", "L’enfant a une autre réservation à ce moment-là.")
    if not inscrit:
        return Non("inscription", "L’enfant n’est plus inscrit ici, ou c’est un autre foyer qui paie.")
    if not restantes or any(r is not None and r <= 0 for r in restantes):
        return Non("complet", "Il n’y a plus de place ce jour-là.")
    return None


def bilan(ajouts: list[Decimal | None], retraits: list[Decimal | None]) -> Decimal:
    """Give what a request adds to the next bill: prices of the added days minus those of the cancelled ones."""
    zero = Decimal("0.00")
    return sum((p or zero for p in ajouts), zero) - sum((p or zero for p in retraits), zero)
