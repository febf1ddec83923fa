"""What was asked for and refused for lack of places: counted for those who decide how many the town opens."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from common.words.dates import premier_du_mois
from reservations.attente.enums import SERVIES, EtatAttente
from reservations.planning.enums import ResultatDeLigne
from reservations.planning.models import LigneDemande, RefusHabituel

COMPLET = "complet"


@dataclass
class JourRefuse:
    """An activity somewhere on a day, for a group: the children that asked, those that got a place, those without."""

    activite: str
    lieu: str
    jour: date
    groupe: str
    servis: set[int] = field(default_factory=set)
    en_attente: set[int] = field(default_factory=set)
    sans_place: set[int] = field(default_factory=set)

    @property
    def mois(self) -> date:
        return premier_du_mois(self.jour)

    @property
    def demandes(self) -> int:
        return len(self.servis | self.en_attente | self.sans_place)


def jours_refuses(attentes, *, tenues: dict[int, set[int] | None], du: date, au: date, sauf) -> list[JourRefuse]:
    """Count by activity, place, day and group: three statements.

    ``attentes``: the rows that the reader may read; ``tenues``: its activities, each with its only places or None for
    all; ``sauf``: the children of whom it reads nothing. A child that waited and whose request, or usual week, was
    refused that day is counted once.
    """
    jours: dict[tuple, JourRefuse] = {}
    siennes = attentes.filter(inscription__activite__in=tenues, date__range=(du, au))
    colonnes = ("enfant_id", "etat", "inscription__activite__nom", "lieu__nom", "date", "groupe__nom")
    for enfant, etat, *ou in siennes.order_by().values_list(*colonnes):
        ici = _ici(jours, *ou)
        if etat == EtatAttente.EN_ATTENTE:
            ici.en_attente.add(enfant)
        elif etat in SERVIES:
            ici.servis.add(enfant)
        elif etat == EtatAttente.IMPOSSIBLE:
            ici.sans_place.add(enfant)
    connus = {(j.activite, j.jour, e) for j in jours.values() for e in j.servis | j.en_attente | j.sans_place}
    for enfant, activite, nom, lieu, nom_du_lieu, jour in _refus(tenues, du, au, sauf):
        tient = tenues[activite] is None or lieu in tenues[activite]
        if tient and (nom, jour, enfant) not in connus:
            _ici(jours, nom, nom_du_lieu, jour, "").sans_place.add(enfant)
    trouves = [j for j in jours.values() if j.demandes]
    return sorted(trouves, key=lambda j: (j.jour, j.activite, j.lieu, j.groupe))


def _ici(jours, activite, lieu, jour, groupe) -> JourRefuse:
    return jours.setdefault((activite, lieu, jour, groupe or ""), JourRefuse(activite, lieu, jour, groupe or ""))


def _refus(activites, du, au, sauf):
    """Give (child, activity, its name, place, its name, day) of requests and usual weeks that found the day full."""
    lignes = LigneDemande.objects.filter(
        resultat=ResultatDeLigne.REFUSEE, code=COMPLET, date__range=(du, au),
        enfant__inscriptions__activite__in=activites, formule__activite=F("enfant__inscriptions__activite"),
    ).exclude(enfant__in=sauf)  # fmt: skip
    yield from _colonnes(lignes, "enfant__inscriptions", "enfant_id").distinct()
    habituels = RefusHabituel.objects.filter(
        code=COMPLET, date__range=(du, au), habitude__inscription__activite__in=activites
    ).exclude(habitude__inscription__enfant__in=sauf)
    yield from _colonnes(habituels, "habitude__inscription", "habitude__inscription__enfant_id")


def _colonnes(lignes, inscription, enfant):
    return lignes.order_by().values_list(
        enfant, f"{inscription}__activite_id", f"{inscription}__activite__nom", f"{inscription}__lieu_id",
        f"{inscription}__lieu__nom", "date",
    )  # fmt: skip
