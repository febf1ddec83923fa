"""The state of a booking as values that are kept, compared, put back; the only writer of what a gesture changes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from common import clock
from espace_prive.demarches.models import Demarche
from espace_prive.documents.models import Piece
from reservations.activites.models import Creneau
from reservations.planning.enums import Cause, EtatReservation
from reservations.planning.models import Absence, Prise, Reservation
from reservations.planning.services.commun import ajuster, annuler

TIENT = {"etat": EtatReservation.CONFIRMEE.value, "cause": "", "motif": "", "annulee_le": None}
DATES_D_ABSENCE = ("declaree_le", "justifiee_le", "a_justifier_avant")
CLES_D_ABSENCE = (
    "motif", "effet", "phrase", "jugement", "declaree_par_id", "demarche_id", "justificatif_id",
)  # fmt: skip


def etat_de(reservation) -> dict:
    """Give the state of a booking, its absence included."""
    absence = getattr(reservation, "absence", None)
    return {
        "etat": str(reservation.etat), "cause": str(reservation.cause), "motif": reservation.motif_annulation,
        "annulee_le": reservation.annulee_le and reservation.annulee_le.isoformat(),
        "exoneree": reservation.exoneree, "absence": absence and _etat_d_absence(absence),
    }  # fmt: skip


def _etat_d_absence(absence) -> dict:
    quand = {nom: (valeur := getattr(absence, nom)) and valeur.isoformat() for nom in DATES_D_ABSENCE}
    return {nom: getattr(absence, nom) for nom in CLES_D_ABSENCE} | quand


def tient(etat: dict | None) -> bool:
    return etat is not None and etat["etat"] == EtatReservation.CONFIRMEE


def annulee(etat: dict, *, motif: str) -> dict:
    """Give the state of that booking once the service cancelled it."""
    quand = clock.maintenant().isoformat()
    return etat | {
        "etat": str(EtatReservation.ANNULEE),
        "cause": str(Cause.AGENT),
        "motif": motif,
        "annulee_le": quand,
    }


def pareils(un: dict, autre: dict) -> bool:
    """Tell whether nobody changed the booking between both: what is said of an absence may be worded anew."""
    return _essentiel(un) == _essentiel(autre)


def _essentiel(etat):
    absence = etat["absence"]
    return etat["etat"], etat["exoneree"], absence and (absence["motif"], absence["effet"], absence["jugement"])


@dataclass
class Changement:
    """A booking that goes from a state to another; ``avant`` None: it is new.

    ``rangees``: the rows of places that it takes when it comes to hold; ``au_dela``: those (ids) raised by one first.
    ``rendues``: those (ids) that had been raised for it and are lowered once it holds no more.
    """

    reservation: Reservation
    avant: dict | None
    apres: dict
    rangees: list[tuple[Creneau, Creneau | None]] = field(default_factory=list)
    au_dela: list[int] = field(default_factory=list)
    rendues: list[int] = field(default_factory=list)


def appliquer(changements: Iterable[Changement]) -> None:
    """Write them, in the caller's transaction, which holds the children, the places and the bookings."""
    changements = list(changements)
    _annuler([c for c in changements if tient(c.avant) and not tient(c.apres)])
    entrent = [c for c in changements if not tient(c.avant) and tient(c.apres)]
    _surbooker(Counter(cle for c in entrent for cle in c.au_dela))
    Reservation.objects.bulk_create([c.reservation for c in entrent if c.avant is None])
    Reservation.objects.filter(pk__in=[c.reservation.pk for c in entrent]).update(
        etat=EtatReservation.CONFIRMEE, annulee_le=None, cause="", motif_annulation="", expire_le=None
    )
    _prendre(entrent)
    for exoneree in (True, False):
        ceux = [c.reservation.pk for c in changements if c.apres["exoneree"] is exoneree]
        Reservation.objects.filter(pk__in=ceux).exclude(exoneree=exoneree).update(exoneree=exoneree)
    for c in changements:
        if (c.avant["absence"] if c.avant else None) != c.apres["absence"]:
            _mettre_l_absence(c.reservation, c.apres["absence"])


def _annuler(sortent) -> None:
    """Cancel them, each as its state says; a place that was raised for one is lowered again when nobody has it."""
    par_raison: dict[tuple, list[int]] = {}
    for c in sortent:
        raison = c.apres["cause"], c.apres["motif"], c.apres["annulee_le"]
        par_raison.setdefault(raison, []).append(c.reservation.pk)
    for (cause, motif, quand), cles in par_raison.items():
        annuler(cles, cause=cause, motif=motif)
        Reservation.objects.filter(pk__in=cles).update(annulee_le=datetime.fromisoformat(quand))
    for cle, nombre in Counter(cle for c in sortent for cle in c.rendues).items():
        plus_haut = Creneau.objects.filter(pk=cle, surbooking__gte=nombre)
        plus_haut.filter(prises__lte=F("places") + F("surbooking") - nombre).update(
            surbooking=F("surbooking") - nombre
        )


def _surbooker(de_plus: Counter) -> None:
    for cle, nombre in de_plus.items():
        Creneau.objects.filter(pk=cle).update(surbooking=F("surbooking") + nombre)


def _prendre(entrent) -> None:
    Prise.objects.bulk_create(
        Prise(
            reservation=c.reservation, creneau=creneau, creneau_du_groupe=du_groupe,
            enfant_id=c.reservation.enfant_id, unite_id=creneau.unite_id, date=creneau.date,
        )
        for c in entrent
        for creneau, du_groupe in c.rangees
    )  # fmt: skip
    ajuster(Counter(x.pk for c in entrent for rangee in c.rangees for x in rangee if x))


def _mettre_l_absence(reservation, voulue: dict | None) -> None:
    if voulue is None:
        Absence.objects.filter(reservation=reservation).delete()
        return
    lues = {nom: voulue[nom] for nom in CLES_D_ABSENCE}
    lues |= {nom: voulue[nom] and _instant(nom, voulue[nom]) for nom in DATES_D_ABSENCE}
    # What a night of cleaning erased meanwhile stays erased.
    for nom, modele in (("justificatif_id", Piece), ("demarche_id", Demarche)):
        if lues[nom] and not modele.objects.filter(pk=lues[nom]).exists():
            lues[nom] = None
    Absence.objects.update_or_create(reservation=reservation, defaults=lues)


def _instant(nom, iso):
    return Absence._meta.get_field(nom).to_python(iso)
