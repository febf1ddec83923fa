"""Who comes where: the counts that agents and the kitchen need. Reads only."""

from dataclasses import dataclass, field
from datetime import date

from reservations.activites.models import Creneau
from reservations.planning.models import Reservation


@dataclass
class Site:
    """One place on one day: how many stand, who is expected, who was reported absent too late."""

    lieu: object
    places: int | None
    ferme: bool
    motif: str
    convives: list = field(default_factory=list)
    absents: list = field(default_factory=list)

    @property
    def attendus(self):
        """Every booking that stands, meals to order among them: a late absence keeps its place."""
        return len(self.convives) + len(self.absents)


def effectifs(activite, jour: date, *, lieux=None, sauf=()) -> list[Site]:
    """Give the sites of ``activite`` on ``jour`` with their children, by class then name: three queries.

    ``lieux`` keeps some places only (ids); ``sauf`` leaves children out (ids), of the names and of the counts: a count
    that exceeds the names would tell that the child is there.
    """
    ici = {} if lieux is None else {"lieu__in": lieux}
    creneaux = Creneau.objects.filter(unite__activite=activite, date=jour, **ici)
    creneaux = creneaux.select_related("lieu").order_by("lieu__tri")
    sites = {}
    for creneau in creneaux:
        sites.setdefault(
            creneau.lieu_id, Site(lieu=creneau.lieu, places=creneau.places, ferme=creneau.ferme, motif=creneau.motif)
        )
    reservations = (
        Reservation.objects.vivantes()
        .filter(formule__activite=activite, date=jour, **ici)
        .exclude(enfant__in=sauf)
        .select_related("enfant", "absence", "lieu")
        .prefetch_related("enfant__scolarites__ecole__lieu", "enfant__scolarites__annee")
        .order_by("enfant__tri", "pk")
    )
    for reservation in reservations:
        site = sites.setdefault(reservation.lieu_id, Site(reservation.lieu, None, False, ""))
        reservation.scolarite = next(
            (s for s in reservation.enfant.scolarites.all() if s.annee.du <= jour <= s.annee.au), None
        )
        (site.absents if hasattr(reservation, "absence") else site.convives).append(reservation)
    return list(sites.values())
