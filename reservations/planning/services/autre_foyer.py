"""The child's other home: who must know of a day though it neither booked nor acted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common.mails import courriels
from common.words import typo
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from reservations.planning import reading


@dataclass(frozen=True)
class Journee:
    """A child's booked day; ``foyer`` (its key) pays it."""

    enfant: Enfant
    date: date
    foyer: int | None

    @property
    def cle(self):
        return self.enfant.pk, self.date


def de_la_reservation(reservation) -> Journee:
    """Give the day of a booking, which comes with ``enfant`` and ``payeur``."""
    return Journee(reservation.enfant, reservation.date, reservation.payeur.foyer_id)


def _chez(journees) -> dict[tuple, set[int]]:
    """Give the homes where each child is on its day, by custody: two when it changes home that day."""
    jours = {j.date for j in journees}
    chez = {}
    for garde in reading.gardes(enfants={j.enfant.pk for j in journees}, du=min(jours), au=max(jours)):
        for jour in jours:
            if garde["du"] <= jour <= garde["au"]:
                chez.setdefault((garde["enfant"], jour), set()).add(garde["foyer"])
    return chez


def concernes(journees: Iterable[Journee], *, sauf=None) -> list[tuple[Responsable, list[Journee]]]:
    """Give (adult, its days): where the child is that day, or who pays it, but for who knows.

    Who knows is the home ``sauf``; without it, the home that pays. Of the others only parents who have authority over
    the child are told, and none from whom a court keeps it.
    """
    journees = list(journees)
    if not journees:
        return []
    chez, foyers = _chez(journees), {}
    for journee in journees:
        payeur = {journee.foyer} - {None}
        foyers[journee] = (chez.get(journee.cle, set()) | payeur) - ({sauf} if sauf else payeur)
    vises = set().union(*foyers.values())
    if not vises:
        return []
    liens = LienParental.objects.filter(
        en_cours(), enfant__in={j.enfant.pk for j in journees}, restreint=False, autorite_parentale=True
    )
    parents = set(liens.values_list("responsable", "enfant"))
    trouves = {}
    habitants = Appartenance.objects.a_prevenir().filter(foyer__in=vises).select_related("responsable")
    for habitant in habitants.order_by("responsable__tri", "pk"):
        siennes = [
            j for j in journees if habitant.foyer_id in foyers[j] and (habitant.responsable_id, j.enfant.pk) in parents
        ]
        if siennes:
            trouves.setdefault(habitant.responsable, []).extend(siennes)
    return list(trouves.items())


def prevenir_l_autre_foyer(demarche, journees: Iterable[Journee], *, activite, foyer) -> None:
    """Tell the child's other home that it does not come: what, who, when; no reason, no amount, nobody's address."""
    for adulte, siennes in concernes(journees, sauf=foyer.pk):
        siennes = sorted(siennes, key=lambda j: (j.enfant.pk, j.date))
        courriels.envoyer(
            cle=f"autre-foyer:{demarche.pk}:{activite.pk}:{adulte.pk}",
            a=adulte.email,
            objet=f"{activite.nom} : {typo.enumeration(_prenoms(siennes))}",
            gabarit="courriels/autre_foyer",
            activite=activite,
            jours=[(j.enfant.prenom, j.date) for j in siennes],
            lien=reverse("planning:choisir"),
        )


def _prenoms(journees):
    return list(dict.fromkeys(j.enfant.prenom for j in journees))
