"""What bookings give to be billed: each day booked, what its hours come to, its surcharges; what was decided later."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reservations.activites.enums import Geste, NatureConsommation
from reservations.activites.models import Formule
from reservations.activites.rules_consommations import AConsommer, annee_scolaire
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.delais import delais_de
from reservations.planning.enums import EffetAbsence, EtatReservation
from reservations.planning.extensions import DECISIONS, Decision
from reservations.planning.models import DecisionAbsence, Reservation

SOURCE = "reservation"
COLONNES = (
    "pk", "payeur_id", "payeur__foyer_id", "enfant_id", "formule__activite_id", "formule_id", "lieu_id", "date",
    "arrivee", "depart", "etat", "hors_delai", "sans_reservation", "exoneree", "absence__effet",
)  # fmt: skip
# By payer, oldest child first: the order of the lines on the invoice.
ORDRE = ("payeur_id", "enfant__naissance", "enfant_id", "formule_id", "date", "pk")


class LigneAFacturer(NamedTuple):
    """A booking as it is billed: the columns above."""

    pk: int
    payeur: int
    foyer: int | None
    enfant: int
    activite: int
    formule: int
    lieu: int
    jour: date
    arrivee: object
    depart: object
    etat: str
    hors_delai: bool
    sans_reservation: bool
    exoneree: bool
    effet: str | None

    @property
    def tient(self) -> bool:
        return self.etat == EtatReservation.CONFIRMEE and not self.exoneree

    @property
    def due(self) -> bool:
        return self.tient and self.effet != EffetAbsence.NON_FACTUREE


class Heures(NamedTuple):
    """What ``quantite`` asks of a formule that is billed by the quarter of an hour."""

    pas: int
    debut: object
    fin: object


class Decidee(NamedTuple):
    """All the decisions on a booking, and the sentence of the last one."""

    numeros: tuple[int, ...]
    phrase: str


def a_consommer(regie, du: date, au: date, payeurs=None) -> list[AConsommer]:
    """Give the confirmed bookings between two dates, minus what costs nothing, and their surcharges.

    And the earlier ones that were decided on after they were made: an invoice may say otherwise.
    """
    siennes = Reservation.objects.filter(formule__activite__regie=regie)
    if payeurs is not None:
        siennes = siennes.filter(payeur__in=payeurs)
    decidees = _decidees(regie, au, payeurs)
    du_mois = siennes.vivantes().filter(date__range=(du, au)).order_by(*ORDRE)
    lignes = [r for r in map(LigneAFacturer._make, du_mois.values_list(*COLONNES)) if r.due or r.pk in decidees]
    if decidees:
        lues = {r.pk for r in lignes}
        autres = siennes.filter(date__lte=au, pk__in=decidees.keys() - lues).order_by(*ORDRE)
        lignes += map(LigneAFacturer._make, autres.values_list(*COLONNES))
    au_pas, offertes = _au_pas(regie), _offertes(regie, lignes)
    return [c for ligne in lignes for c in _de(ligne, du, au_pas, offertes, decidees.get(ligne.pk))]


def _de(r: LigneAFacturer, du, au_pas, offertes, decidee: Decidee | None):
    """What one booking gives: its own price, its surcharges, as they are due now."""
    combien = Decimal(quantite(au_pas[r.formule], r.arrivee, r.depart) if r.formule in au_pas else 1)
    commun = (SOURCE, r.pk, r.payeur, r.foyer, r.enfant, r.activite, r.formule, r.lieu, r.jour, r.jour, combien)
    # In its own month it is given as itself.
    suite = (decidee.phrase, decidee.numeros if r.jour < du else ()) if decidee else ("", ())
    yield AConsommer(NatureConsommation.RESERVATION, *commun, False, r.due, *suite)
    if r.hors_delai:
        yield AConsommer(NatureConsommation.HORS_DELAI, *commun, r.pk in offertes, r.due, *suite)
    if r.sans_reservation:
        yield AConsommer(NatureConsommation.SANS_RESERVATION, *commun, False, r.due, *suite)
    facturee = r.tient and r.effet == EffetAbsence.FACTUREE
    if facturee or decidee:
        yield AConsommer(NatureConsommation.ABSENCE, *commun, False, facturee, *suite)


def _decidees(regie, au, payeurs) -> dict[int, Decidee]:
    """The bookings (ids) until ``au`` that were decided on after they were made, in the order of the decisions."""
    absences = DecisionAbsence.objects.filter(
        absence__reservation__formule__activite__regie=regie, absence__reservation__date__lte=au
    )
    if payeurs is not None:
        absences = absences.filter(absence__reservation__payeur__in=payeurs)
    toutes = [Decision(*d) for d in absences.values_list("absence__reservation", "pk", "le", "phrase")]
    toutes += (d for lire in DECISIONS for d in lire(regie, au, payeurs))
    trouvees: dict[int, Decidee] = {}
    for d in sorted(toutes, key=lambda d: (d.le, abs(d.numero))):
        avant = trouvees[d.reservation].numeros if d.reservation in trouvees else ()
        trouvees[d.reservation] = Decidee((*avant, d.numero), d.phrase)
    return trouvees


def _au_pas(regie) -> dict[int, Heures]:
    """The formules of the régie that are billed by steps, with their bounds."""
    connues: dict[int, Heures] = {}
    unites = Formule.objects.filter(activite__regie=regie, pas__isnull=False).order_by("pk")
    for pk, pas, debut, fin in unites.values_list("pk", "pas", "unites__debut", "unites__fin"):
        connue = connues.get(pk, Heures(pas, None, None))
        bornes = [h for h in (connue.debut, debut) if h], [h for h in (connue.fin, fin) if h]
        connues[pk] = Heures(pas, min(bornes[0], default=None), max(bornes[1], default=None))
    return connues


def _offertes(regie, lignes: Iterable[LigneAFacturer]) -> set[int]:
    """The bookings (ids) past their deadline that are the first of their household in the school year, where offered.

    The first that was made: it stays the first whatever is booked afterwards.
    """
    tardives = [(r.foyer, r.jour) for r in lignes if r.hors_delai and r.foyer]
    if not tardives:
        return set()
    annees = {annee_scolaire(jour) for _, jour in tardives}
    lues = Reservation.objects.vivantes().filter(
        hors_delai=True, formule__activite__regie=regie, payeur__foyer__in={foyer for foyer, _ in tardives},
        date__range=(date(min(annees), 9, 1), date(max(annees) + 1, 8, 31)),
    )  # fmt: skip
    colonnes = ("pk", "payeur__foyer_id", "formule__activite_id", "formule_id", "date")
    toutes = list(lues.order_by("creee_le", "pk").values_list(*colonnes))
    connus = delais_de({activite for _, _, activite, _, _ in toutes})
    premieres: dict[tuple, int] = {}
    for pk, foyer, activite, formule, jour in toutes:
        if connus.echeance(activite, formule, Geste.RESERVER, jour).offerte:
            premieres.setdefault((foyer, annee_scolaire(jour)), pk)
    return set(premieres.values())
