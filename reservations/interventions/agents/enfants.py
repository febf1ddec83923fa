"""The children that a correction may be about, with what they have on these days: five statements."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from common.words import typo
from common.words.noms import colle, mots
from espace_prive.famille.acces.portee import ecartes
from espace_prive.famille.models import Enfant, Scolarite
from reservations.activites.models import Creneau, Inscription
from reservations.activites.portee import lieux_de
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Reservation

# More days are counted, not named.
NOMMES = 5


@dataclass
class EnfantVise:
    """A child of the list: its school and what it has each day."""

    enfant: Enfant
    scolarite: Scolarite | None = None
    jours: dict[date, list[str]] = field(default_factory=dict)

    @property
    def classe(self) -> str:
        if self.scolarite is None:
            return "école inconnue"
        return f"{self.scolarite.ecole}, {self.scolarite.niveau}"

    @property
    def etat(self) -> str:
        """« réservé », « lundi 5 : réservé ; mardi 6 : absent », « 12 jours réservés »."""
        dits = {jour: typo.enumeration(quoi) for jour, quoi in sorted(self.jours.items()) if quoi}
        if not dits:
            return "rien de réservé"
        if len(self.jours) == 1:
            return next(iter(dits.values()))
        if len(dits) <= NOMMES:
            return " ; ".join(f"{typo.date_longue(jour)} : {quoi}" for jour, quoi in dits.items())
        return f"{len(dits)} jours"


def jours_ouverts(activite, du: date, au: date) -> list[date]:
    """Give the days on which the activity has places, somewhere."""
    ouverts = Creneau.objects.filter(unite__activite=activite, date__range=(du, au)).order_by("date")
    return list(ouverts.values_list("date", flat=True).distinct())


def enfants_de(
    agent, activite, du: date, au: date, *, ecole=None, niveau="", texte="", seulement: Collection[int] = ()
) -> list[EnfantVise]:
    """Give who is registered or booked there on these days, of whom the agent keeps the lists, by name."""
    ici, lieux = {}, lieux_de(agent, activite)
    if lieux is not None:
        ici = {"lieu__in": lieux}
    inscrits = Inscription.objects.actives(du, au).filter(activite=activite, **ici).values("enfant")
    reservations = Reservation.objects.filter(formule__activite=activite, date__range=(du, au), **ici)
    siens = Enfant.objects.filter(Q(pk__in=inscrits) | Q(pk__in=reservations.values("enfant")))
    siens = siens.exclude(pk__in=ecartes(agent)).order_by("tri", "pk")
    if seulement:
        siens = siens.filter(pk__in=seulement)
    ecoles = Scolarite.objects.filter(annee__du__lte=au, annee__au__gte=du).select_related("ecole__lieu")
    scolarites = {s.enfant_id: s for s in ecoles.filter(enfant__in=siens)}
    trouves = {e.pk: EnfantVise(e, scolarites.get(e.pk)) for e in siens if _porte(e, texte)}
    if ecole or niveau:
        trouves = {
            pk: vise for pk, vise in trouves.items()
            if vise.scolarite and (not ecole or vise.scolarite.ecole_id == ecole.pk)
            and niveau in ("", vise.scolarite.niveau)
        }  # fmt: skip
    jours = jours_ouverts(activite, du, au)
    for vise in trouves.values():
        vise.jours = {jour: [] for jour in jours}
    for r in reservations.filter(enfant__in=trouves).select_related("absence", "formule").order_by("date", "pk"):
        if r.date in trouves[r.enfant_id].jours:
            trouves[r.enfant_id].jours[r.date].append(_dire(r))
    return list(trouves.values())


def _porte(enfant, texte) -> bool:
    nom = colle(f"{enfant.prenom} {enfant.nom}")
    return all(colle(mot) in nom for mot in mots(texte))


def _dire(r) -> str:
    if r.etat == EtatReservation.ANNULEE:
        return f"annulé {r.get_cause_display()}"
    if r.etat != EtatReservation.CONFIRMEE:
        return r.get_etat_display()
    if hasattr(r, "absence"):
        return "absent"
    return "réservé, non facturé" if r.exoneree else "réservé"
