"""What the family file of the agents shows of what is booked: two weeks, what follows, usual weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max

from common import clock
from common.words import typo
from common.words.dates import lundi_de
from espace_prive.famille.acces.portee import ecartes, portee
from espace_prive.famille.extensions import Section
from espace_prive.famille.models import Enfant
from reservations.activites.phrases import nommer
from reservations.activites.portee import activites_de
from reservations.planning.models import Reservation
from reservations.planning.services import habitudes

SEMAINES = 2
VOIR = "activites.consulter_effectifs"


@dataclass(frozen=True)
class SemaineDuDossier:
    """A week of the children: its days, and for each child what is booked on each of them."""

    titre: str
    jours: list[date]
    lignes: list[tuple[Enfant, list[list[Reservation]]]]

    @property
    def colonnes(self) -> str:
        """The heads of its table."""
        return "|".join(["Enfant", *map(typo.date_courte, self.jours)])


def contexte(dossier, utilisateur) -> dict:
    """Give what is booked for the children of the household, whoever pays, to who keeps the lists of the day."""
    if not utilisateur.has_perm(VOIR):
        return {"ferme": True}
    enfants, toutes = dossier.enfants, portee(utilisateur).tous
    lundi = lundi_de(clock.aujourdhui())
    fin = lundi + timedelta(weeks=SEMAINES)
    siennes = Reservation.objects.vivantes().filter(enfant__in=enfants).exclude(enfant__in=ecartes(utilisateur))
    suite = siennes.filter(date__gte=fin).aggregate(nombre=Count("pk"), dernier=Max("date"))
    return {
        "semaines": _semaines(dossier.foyer, enfants, siennes, lundi),
        "suite": suite,
        "habitudes": _habitudes(enfants),
        "toutes": toutes,
        "tenues": () if toutes else set(activites_de(utilisateur).values_list("pk", flat=True)),
    }


def _semaines(foyer, enfants, siennes, lundi) -> list[SemaineDuDossier]:
    """Give the weeks, from Monday to Friday and to the weekend when something is booked there."""
    lues = siennes.filter(date__range=(lundi, lundi + timedelta(weeks=SEMAINES, days=-1)))
    prises = {}
    for r in lues.select_related("formule__activite", "lieu", "payeur", "absence").order_by("formule__activite", "pk"):
        r.quoi, r.notes = nommer(r.formule), _notes(r, foyer)
        prises.setdefault((r.enfant_id, r.date), []).append(r)
    semaines = []
    for rang in range(SEMAINES):
        debut = lundi + timedelta(weeks=rang)
        sept = [debut + timedelta(days=n) for n in range(7)]
        jours = [j for j in sept if j.weekday() < 5 or any((e.pk, j) in prises for e in enfants)]
        lignes = [(enfant, [prises.get((enfant.pk, jour), []) for jour in jours]) for enfant in enfants]
        mot = "Cette semaine" if rang == 0 else "La semaine prochaine"
        semaines.append(SemaineDuDossier(f"{mot}, {typo.periode(debut, jours[-1])}", jours, lignes))
    return semaines


def _notes(reservation, foyer) -> str:
    """Say in brackets what is not usual of a booking."""
    notes = {
        "absence": hasattr(reservation, "absence"),
        "venu sans réservation": reservation.sans_reservation,
        "non facturé": reservation.exoneree,
        "payé par un autre foyer": reservation.payeur.foyer_id != foyer.pk,
    }
    return ", ".join(note for note, vraie in notes.items() if vraie)


def _habitudes(enfants) -> list:
    """Give the usual weeks in force or to come, each with its sentence."""
    connues = habitudes.en_vigueur({enfant.pk for enfant in enfants})
    connues = list(connues.select_related("inscription__enfant", "formule__activite"))
    for connue in connues:
        connue.dit, connue.quoi = habitudes.valeur(connue).phrase, nommer(connue.formule)
    return connues


SECTION = Section(
    cle="reservations", titre="Semaines et réservations", gabarit="reservations/agents/_section.html",
    contexte=contexte,
)  # fmt: skip
