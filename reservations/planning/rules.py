"""Pure rules of bookings: may this day be booked, cancelled, reported; and what to say when it may not."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from common.rules import Non
from common.words import typo


class EtatJour(StrEnum):
    """What a formule is on a day for a child."""

    LIBRE = "libre"
    RESERVE = "reserve"
    COMPLET = "complet"
    ATTENTE = "attente"  # full, and the child is on the waiting list
    PROPOSE = "propose"  # a place is held for the child until its family answers
    FERME = "ferme"
    DELAI = "delai"  # nothing booked, and too late
    RESERVE_FIGE = "reserve_fige"  # booked, and too late to cancel
    AUTRE_FOYER = "autre_foyer"  # booked by the other home, whose day it is
    JOUR_DE_L_AUTRE = "jour_de_l_autre"  # two homes pay, each its own days, and this one is the other's
    ABSENCE = "absence"
    PAS_ENCORE = "pas_encore"  # its booking period is not open yet
    PERIODE_CLOSE = "periode_close"
    OCCUPE = "occupe"  # the child is elsewhere at these hours
    GUICHET = "guichet"  # booked at the desk only
    AGE = "age"  # no group of that age there
    CONDITION = "condition"  # the town asks something first: a complete file, no unpaid invoice


@dataclass(frozen=True)
class SituationDuJour:
    """All that decides one formule of one day for one child: values only.

    ``ouvert`` tells whether places exist that day; ``restantes`` is None without limit; ``reserve_par`` is the payer
    who booked it (None when nobody did), ``payeur`` the one who asks; ``limite_*`` and ``majoree_des`` are aware
    instants.
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
    # Two homes share the child, and it is in that of who asks: it cancels and reports whoever booked.
    chez_moi: bool = False
    # From that instant, booking costs a surcharge.
    majoree_des: datetime | None = None
    # When its booking period opens and closes; None without a period, or without an end.
    ouvre_le: datetime | None = None
    ferme_le: datetime | None = None
    # What the child has at these hours: « centre de loisirs, journée ».
    occupe_par: str = ""
    en_ligne: bool = True
    age_accueilli: bool = True
    condition: Non | None = None
    # Its rank on the waiting list; until when a place is held for it (``reserve_par`` is then who would pay).
    rang: int | None = None
    proposee: datetime | None = None

    @property
    def majoree(self) -> bool:
        """Booking it now costs a surcharge."""
        return self.majoree_des is not None and self.maintenant >= self.majoree_des

    @property
    def complet(self) -> bool:
        return self.restantes is not None and self.restantes <= 0


def etat_du_jour(s: SituationDuJour) -> EtatJour:
    """Tell what the calendar shows for that day."""
    if s.proposee is not None:
        return EtatJour.PROPOSE
    if s.reserve_par is not None:
        return _etat_reserve(s)
    if s.ferme or not s.ouvert or not s.inscrit:
        return EtatJour.FERME
    for etat, vrai in (
        (EtatJour.JOUR_DE_L_AUTRE, s.jour_de_l_autre),
        (EtatJour.AGE, not s.age_accueilli),
        (EtatJour.GUICHET, not s.en_ligne),
        (EtatJour.PAS_ENCORE, s.ouvre_le is not None and s.maintenant < s.ouvre_le),
        (EtatJour.PERIODE_CLOSE, s.ferme_le is not None and s.maintenant >= s.ferme_le),
        (EtatJour.DELAI, s.maintenant >= s.limite_reserver),
        (EtatJour.OCCUPE, bool(s.occupe_par)),
        (EtatJour.CONDITION, s.condition is not None),
        (EtatJour.ATTENTE, s.complet and s.rang is not None),
        (EtatJour.COMPLET, s.complet),
    ):
        if vrai:
            return etat
    return EtatJour.LIBRE


def _etat_reserve(s):
    if s.absence:
        return EtatJour.ABSENCE
    if s.reserve_par != s.payeur and not s.chez_moi:
        return EtatJour.AUTRE_FOYER
    return EtatJour.RESERVE if s.en_ligne and s.maintenant < s.limite_annuler else EtatJour.RESERVE_FIGE


def refuser_ajout(s: SituationDuJour) -> Non | None:
    """Say why the day cannot be booked; None when it can."""
    quand = typo.date_longue(s.jour)
    etat = etat_du_jour(s)
    if etat == EtatJour.LIBRE:
        return None
    if etat in (EtatJour.RESERVE, EtatJour.RESERVE_FIGE, EtatJour.ABSENCE):
        return Non("deja", f"Le {quand} est déjà réservé.")
    if etat == EtatJour.CONDITION:
        return s.condition
    if etat == EtatJour.FERME:
        if not s.inscrit:
            return Non("inscription", f"L’enfant n’est pas inscrit à cette activité le {quand}.")
        return Non("ferme", f"Le {quand} est fermé{f' : {s.motif}' if s.motif else ''}.")
    return Non(*_REFUS[etat](s, quand))


_PROPOSEE = "Une place vous est proposée le {}, jusqu’au {} : répondez d’abord à cette proposition."
_REFUS = {
    EtatJour.AUTRE_FOYER: lambda s, quand: (
        "autre_foyer",
        f"Le {quand} est déjà réservé par l’autre foyer de l’enfant.",
    ),
    EtatJour.JOUR_DE_L_AUTRE: lambda s, quand: (
        "garde",
        f"Le {quand}, votre enfant est dans son autre foyer, qui réserve et paie ses propres jours. Si c’est "
        "votre jour, dites-le dans le dossier de l’enfant, « Chez qui ».",
    ),
    EtatJour.AGE: lambda s, quand: ("age", f"Le {quand}, aucun groupe n’accueille un enfant de cet âge ici."),
    EtatJour.GUICHET: lambda s, quand: (
        "guichet",
        f"Le {quand} ne se réserve pas en ligne : appelez le service, ou passez en mairie.",
    ),
    EtatJour.PAS_ENCORE: lambda s, quand: (
        "pas_encore",
        f"Le {quand} ne se réserve pas encore : les réservations ouvrent le {typo.date_heure(s.ouvre_le)}.",
    ),
    EtatJour.PERIODE_CLOSE: lambda s, quand: (
        "periode_close",
        f"Le {quand} ne se réserve plus : les réservations ont fermé le {typo.date_heure(s.ferme_le)}.",
    ),
    EtatJour.DELAI: lambda s, quand: (
        "delai",
        f"Il est trop tard pour réserver le {quand} : c’était possible jusqu’au {typo.date_heure(s.limite_reserver)}.",
    ),
    EtatJour.OCCUPE: lambda s, quand: (
        "occupe",
        f"Le {quand}, votre enfant a déjà une place à ces heures : {s.occupe_par}.",
    ),
    EtatJour.PROPOSE: lambda s, quand: ("proposee", _PROPOSEE.format(quand, typo.date_heure(s.proposee))),
    EtatJour.ATTENTE: lambda s, quand: (
        "complet",
        f"Il n’y a plus de place le {quand} : votre enfant est sur la liste d’attente, en {typo.position(s.rang)}.",
    ),
    EtatJour.COMPLET: lambda s, quand: ("complet", f"Il n’y a plus de place le {quand}."),
}


def refuser_retrait(s: SituationDuJour) -> Non | None:
    """Say why the booking of that day cannot be cancelled; None when it can."""
    quand = typo.date_longue(s.jour)
    if s.reserve_par is None:
        return Non("rien", f"Le {quand} n’est pas réservé.")
    etat = etat_du_jour(s)
    if etat == EtatJour.PROPOSE:
        return Non(*_REFUS[etat](s, quand))
    if etat == EtatJour.AUTRE_FOYER:
        return Non("autre_foyer", f"Le {quand} a été réservé par l’autre foyer de l’enfant.")
    if not s.en_ligne:
        return Non("guichet", f"Le {quand} ne s’annule pas en ligne : appelez le service, ou passez en mairie.")
    if s.maintenant >= s.limite_annuler:
        limite = typo.date_heure(s.limite_annuler)
        return Non(
            "delai",
            f"Il est trop tard pour annuler le {quand} : c’était possible jusqu’au {limite}. "
            "Si votre enfant ne vient pas, signalez une absence.",
        )
    return None


def refuser_heures(formule, arrivee: time | None, depart: time | None) -> Non | None:
    """Say why these planned hours are none of the formule's; None when they are, or when nothing was said."""
    de, a = arrivee or formule.debut, depart or formule.fin
    if de is None or a is None or (formule.debut <= de < a <= formule.fin):
        return None
    return Non(
        "heures",
        f"Indiquez des heures entre {typo.heure(formule.debut)} et {typo.heure(formule.fin)}, le départ après "
        "l’arrivée.",
    )


def bilan(ajouts: list[Decimal | None], retraits: list[Decimal | None]) -> Decimal:
    """Give what a request adds to the next bill: prices of the added days minus those of the cancelled ones."""
    zero = Decimal("0.00")
    return sum((p or zero for p in ajouts), zero) - sum((p or zero for p in retraits), zero)


def bientot_close(ouvre_le: datetime, fin: datetime | None, *, maintenant: datetime, dans: timedelta) -> bool:
    """Tell whether bookings that are open close within that time; without an end, or not open yet, never."""
    return fin is not None and ouvre_le <= maintenant < fin <= maintenant + dans
