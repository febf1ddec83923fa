"""Note who came, who left, who did not come: facts that are added, and taken back by other facts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.conservation import UN_AN, par_lots
from common.database.locks import lock_all
from common.errors import Refus
from espace_prive.famille.models import Enfant
from reservations.activites.models import Activite, Inscription
from reservations.planning.models import Reservation
from reservations.pointage.enums import FaitPointe
from reservations.pointage.models import Pointage
from reservations.pointage.services.frequentations import recompter


@dataclass(frozen=True)
class ANoter:
    """What is noted of one child; ``numero`` is drawn by who notes it: sent again, it is the same fact."""

    enfant: int
    lieu: int
    fait: str
    unite: int | None = None
    arrivee: time | None = None
    depart: time | None = None
    horloge: datetime | None = None
    numero: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def pointer(
    activite: Activite, jour: date, faits: Iterable[ANoter], *, par, motif="", appareil="", lot=None
) -> list[Pointage]:
    """Note these facts of a day, of one child or of a group; those already known are left as they are.

    Raise Refus: ``jour``, ``heures``, ``depart``, ``vide``, ``inconnu``.
    """
    faits = list(faits)
    if not faits:
        raise Refus("Cochez au moins un enfant.", code="vide")
    if jour > clock.aujourdhui():
        raise Refus("Ce jour n’est pas encore venu : il ne se pointe pas.", code="jour")
    for fait in faits:
        _juger(fait)
    enfants = lock_all(Enfant.objects.filter(pk__in={fait.enfant for fait in faits}))
    _refuser_les_inconnus(activite, jour, enfants, faits)
    connus = set(Pointage.objects.filter(numero__in=[f.numero for f in faits]).values_list("numero", flat=True))
    recu, lot = clock.maintenant(), lot or uuid.uuid4()
    ecrits = Pointage.objects.bulk_create(
        Pointage(
            numero=f.numero, lot=lot, enfant_id=f.enfant, activite=activite, lieu_id=f.lieu, unite_id=f.unite,
            date=jour, fait=f.fait, arrivee=f.arrivee, depart=f.depart, motif=motif, par=par, appareil=appareil,
            horloge=f.horloge, quand=min(f.horloge or recu, recu), le=recu,
        )
        for f in faits
        if f.numero not in connus
    )  # fmt: skip
    if ecrits:
        dit = FaitPointe(ecrits[0].fait).label
        journal.noter_tous(ActionJournal.POINTAGE, enfants, par=par, motif=motif, jour=jour.isoformat(), fait=dit)
        recompter(activite, jour, {p.enfant_id for p in ecrits}, par=par, motif=motif)
    return ecrits


def _juger(fait: ANoter):
    if fait.fait == FaitPointe.PARTI and fait.depart is None:
        raise Refus("Dites l’heure du départ.", code="depart")
    if fait.arrivee and fait.depart and fait.arrivee >= fait.depart:
        raise Refus("Le départ est après l’arrivée.", code="heures")


def _refuser_les_inconnus(activite, jour, enfants, faits):
    """Only who is registered, or booked, is noted: nobody else could be billed, nor called for."""
    trouves = {e.pk for e in enfants}
    inscrits = Inscription.objects.actives(jour).filter(activite=activite, enfant__in=trouves)
    reserves = Reservation.objects.vivantes().filter(formule__activite=activite, date=jour, enfant__in=trouves)
    connus = {*inscrits.values_list("enfant", flat=True), *reserves.values_list("enfant", flat=True)}
    if {f.enfant for f in faits} - connus:
        raise Refus(
            "Un de ces enfants n’est pas inscrit à cette activité ce jour-là : inscrivez-le d’abord.", code="inconnu"
        )


@transaction.atomic
def retirer(lot: uuid.UUID, *, par, motif="") -> list[Pointage]:
    """Take back all that a gesture noted: what was known before it holds again. Raise Refus: ``rien``."""
    lies = Pointage.objects.filter(lot=lot).exclude(fait=FaitPointe.RETIRE)
    enfants = lock_all(Enfant.objects.filter(pk__in=lies.values("enfant")))
    restent = list(lies.filter(defait_par__isnull=True).select_related("activite"))
    if not restent:
        raise Refus("Ce pointage est déjà retiré.", code="rien")
    recu, suite = clock.maintenant(), uuid.uuid4()
    retires = Pointage.objects.bulk_create(
        Pointage(
            lot=suite, enfant_id=p.enfant_id, activite=p.activite, lieu_id=p.lieu_id, unite_id=p.unite_id,
            date=p.date, fait=FaitPointe.RETIRE, motif=motif, par=par, quand=recu, le=recu, defait=p,
        )
        for p in restent
    )  # fmt: skip
    premier = restent[0]
    journal.noter_tous(
        ActionJournal.POINTAGE_RETIRE, enfants, par=par, motif=motif, jour=premier.date.isoformat(),
        fait=premier.get_fait_display(),
    )  # fmt: skip
    recompter(premier.activite, premier.date, {p.enfant_id for p in restent}, par=par, motif=motif)
    return retires


def effacer_les_pointages() -> int:
    return par_lots(Pointage.objects.filter(date__lt=clock.aujourdhui() - 2 * UN_AN))
