"""Who comes where: the counts that agents and the kitchen need. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from common.words.noms import cle_de_tri
from espace_prive.famille.enums import Niveau
from reservations.activites.models import Creneau
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.places import calendrier, est_ouverte
from reservations.planning.models import Reservation

NIVEAUX = list(Niveau)


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

    @property
    def par_classe(self):
        """Count who stands by school and level: the totals of the list, (school, level, number)."""
        comptes = Counter(
            (str(r.scolarite.ecole), r.scolarite.niveau) if r.scolarite else ("École inconnue", "")
            for r in (*self.convives, *self.absents)
        )
        return [(ecole, niveau, nombre) for (ecole, niveau), nombre in sorted(comptes.items(), key=_rang)]


def _rang(compte):
    (ecole, niveau), _ = compte
    return cle_de_tri(ecole), NIVEAUX.index(niveau) if niveau in NIVEAUX else len(NIVEAUX)


def prochain_jour(activite, apres: date) -> date:
    """Give the next day on which the activity runs, by its calendar."""
    jour, connu = apres, calendrier()
    for _ in range(90):
        jour += timedelta(days=1)
        if est_ouverte(activite, jour, connu):
            return jour
    return apres + timedelta(days=1)


def prevus(activite, jour: date, *, lieux=None, sauf=()) -> list[tuple[str, int]]:
    """Count who comes on a day, by site: one statement."""
    reservations = (
        Reservation.objects.vivantes().filter(formule__activite=activite, date=jour).exclude(enfant__in=sauf)
    )
    if lieux is not None:
        reservations = reservations.filter(lieu__in=lieux)
    return list(reservations.order_by("lieu__tri").values_list("lieu__nom").annotate(nombre=Count("pk")))


def effectifs(activite, jour: date, *, lieux=None, sauf=()) -> list[Site]:
    """Give the sites of ``activite`` on ``jour`` with their children, each once, by name: three queries.

    ``quoi`` of each says what it comes for, where the activity sells several things.

    ``lieux`` keeps some places only (ids); ``sauf`` leaves children out (ids), of the names and of the counts: a count
    that exceeds the names would tell that the child is there.
    """
    ici = {} if lieux is None else {"lieu__in": lieux}
    creneaux = Creneau.objects.filter(unite__activite=activite, groupe=None, date=jour, **ici)
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
        .select_related("enfant", "absence", "lieu", "formule")
        .prefetch_related("enfant__scolarites__ecole__lieu", "enfant__scolarites__annee")
        .order_by("enfant__tri", "enfant", "pk")
    )
    plusieurs = len(catalogue().par_activite.get(activite.pk, ())) > 1
    connus: dict[tuple, Reservation] = {}
    for reservation in reservations:
        cle = (reservation.lieu_id, reservation.enfant_id, hasattr(reservation, "absence"))
        if premiere := connus.get(cle):
            premiere.quoi = f"{premiere.quoi}, {reservation.formule.nom.lower()}"
            continue
        connus[cle] = reservation
        reservation.quoi = reservation.formule.nom if plusieurs else ""
        site = sites.setdefault(reservation.lieu_id, Site(reservation.lieu, None, False, ""))
        reservation.scolarite = next(
            (s for s in reservation.enfant.scolarites.all() if s.annee.du <= jour <= s.annee.au), None
        )
        (site.absents if hasattr(reservation, "absence") else site.convives).append(reservation)
    return list(sites.values())
