"""What the agenda is made of: booked days, what other domains add, whose day it is; a fixed number of statements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from common import clock
from espace_prive.agenda.extensions import EVENEMENTS, EntreeDAgenda
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.models import Enfant
from espace_prive.garde import reading as garde
from espace_prive.garde.rules import Sejour
from reservations.activites.services.catalogue import catalogue
from reservations.planning.models import Reservation
from reservations.planning.situations import nommer_court


@dataclass(frozen=True)
class JourReserve:
    """A booked day of a child; ``absent``: it will not come. Its hours, or those of the formule."""

    enfant: Enfant
    jour: date
    formule: int
    quoi: str
    lieu: str
    debut: time | None
    fin: time | None
    absent: bool
    ecrit_le: datetime

    @property
    def ordre(self):
        return self.jour, self.debut or time.min, self.enfant.pk, self.formule


@dataclass(frozen=True)
class Contenu:
    """All that happens between two days to some children."""

    du: date
    au: date
    enfants: list[Enfant]
    reserves: list[JourReserve]
    entrees: list[EntreeDAgenda]
    # The stays of the children whom two homes share, by child.
    sejours: dict[int, list[Sejour]]


def enfants_de(moi: Perimetre, enfants: Collection[int] | None = None) -> list[Enfant]:
    """The children that the reader reaches, by birth; ``enfants`` (ids): those alone."""
    voulus = moi.enfants if enfants is None else moi.enfants & set(enfants)
    return list(Enfant.objects.filter(pk__in=voulus).order_by("naissance", "tri"))


def lire(moi: Perimetre, petits: Iterable[Enfant], du: date, au: date, *, famille=True) -> Contenu:
    """Read these children (the reader's own), and what is of no child when ``famille``."""
    par_pk = {e.pk: e for e in petits}
    voulues = [e for e in evenements(moi, du, au) if e.enfant in par_pk or (famille and e.enfant is None)]
    sejours = garde.sejours(par_pk, du, au)
    partages = {pk: lus for pk, lus in sejours.items() if {s.foyer for s in lus} - moi.foyers}
    return Contenu(du, au, list(par_pk.values()), _reserves(par_pk, du, au), voulues, partages)


def _reserves(par_pk, du, au) -> list[JourReserve]:
    connu = catalogue().formules
    lues = Reservation.objects.vivantes().filter(enfant__in=par_pk, date__range=(du, au))
    jours = []
    for r in lues.select_related("lieu", "absence"):
        formule, absence = connu[r.formule_id], getattr(r, "absence", None)
        jours.append(
            JourReserve(
                enfant=par_pk[r.enfant_id], jour=r.date, formule=r.formule_id,
                quoi=nommer_court(formule, r.arrivee, r.depart), lieu=r.lieu.nom, debut=r.arrivee or formule.debut,
                fin=r.depart or formule.fin, absent=absence is not None,
                ecrit_le=absence.declaree_le if absence else r.creee_le,
            )
        )  # fmt: skip
    return sorted(jours, key=lambda j: j.ordre)


def evenements(moi: Perimetre, du: date, au: date) -> list[EntreeDAgenda]:
    """Give what every domain has to say of these days, by day then by hour; what is of no hour comes first.

    A source is not trusted with the reach of the reader: what is about a child that is not theirs is left out.
    """
    lus = [e for source in EVENEMENTS for e in source(moi, du, au)]
    siens = [e for e in lus if du <= e.jour <= au and (e.enfant is None or e.enfant in moi.enfants)]
    return sorted(siens, key=lambda e: (e.jour, e.debut is not None, e.debut.timestamp() if e.debut else 0, e.uid))


def heure_de(entree: EntreeDAgenda) -> tuple[time | None, time | None]:
    """When it begins and ends, on the town's clocks."""
    ici = [m.astimezone(clock.fuseau()).time() if m else None for m in (entree.debut, entree.fin)]
    return ici[0], ici[1]
