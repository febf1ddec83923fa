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
from reservations.planning.enums import EffetAbsence
from reservations.planning.models import DecisionAbsence, Reservation

SOURCE = "reservation"
COLONNES = (
    "pk", "payeur_id", "payeur__foyer_id", "enfant_id", "formule__activite_id", "formule_id", "lieu_id", "date",
    "arrivee", "depart", "hors_delai", "absence__effet", "absence__pk",
)  # fmt: skip
# By payer, oldest child first: the order of the lines on the invoice.
ORDRE = ("payeur_id", "enfant__naissance", "enfant_id", "formule_id", "date", "pk")


class Heures(NamedTuple):
    """What ``quantite`` asks of a formule that is billed by the quarter of an hour."""

    pas: int
    debut: object
    fin: object


def a_consommer(regie, du: date, au: date, payeurs=None) -> list[AConsommer]:
    """Give the confirmed bookings between two dates, minus the absences that cost nothing, and their surcharges.

    And the earlier ones whose absence was decided on after its report: an invoice may say otherwise.
    """
    siennes = Reservation.objects.vivantes().filter(formule__activite__regie=regie)
    if payeurs is not None:
        siennes = siennes.filter(payeur__in=payeurs)
    decidees = _decidees(regie, au, payeurs)
    du_mois = siennes.filter(date__range=(du, au)).order_by(*ORDRE).values_list(*COLONNES)
    lignes = [r for r in du_mois if r[-2] != EffetAbsence.NON_FACTUREE or r[-1] in decidees]
    if decidees:
        lignes += siennes.filter(date__lt=du, absence__in=decidees).order_by(*ORDRE).values_list(*COLONNES)
    au_pas, offertes = _au_pas(regie), _offertes(regie, lignes)
    return [c for ligne in lignes for c in _de(ligne, du, au_pas, offertes, decidees)]


def _de(ligne, du, au_pas, offertes, decidees):
    """What one booking gives: its own price, its surcharges, as they are due now."""
    pk, payeur, foyer, enfant, activite, formule, lieu, jour, arrivee, depart, hors_delai, effet, absence = ligne
    combien = Decimal(quantite(au_pas[formule], arrivee, depart) if formule in au_pas else 1)
    decisions, pourquoi = decidees.get(absence, ((), ""))
    commun = (SOURCE, pk, payeur, foyer, enfant, activite, formule, lieu, jour, jour, combien)
    # In its own month it is given as itself.
    suite = (pourquoi, decisions if jour < du else ())
    vient, facturee = effet != EffetAbsence.NON_FACTUREE, effet == EffetAbsence.FACTUREE
    yield AConsommer(NatureConsommation.RESERVATION, *commun, False, vient, *suite)
    if hors_delai:
        yield AConsommer(NatureConsommation.HORS_DELAI, *commun, pk in offertes, vient, *suite)
    if facturee or decisions:
        yield AConsommer(NatureConsommation.ABSENCE, *commun, False, facturee, *suite)


def _decidees(regie, au, payeurs) -> dict[int, tuple[tuple[int, ...], str]]:
    """The absences until ``au`` decided on after their report: the decisions, and the sentence of the last one."""
    lues = DecisionAbsence.objects.filter(
        absence__reservation__formule__activite__regie=regie, absence__reservation__date__lte=au
    )
    if payeurs is not None:
        lues = lues.filter(absence__reservation__payeur__in=payeurs)
    trouvees: dict[int, tuple[tuple[int, ...], str]] = {}
    for pk, absence, phrase in lues.order_by("pk").values_list("pk", "absence", "phrase"):
        trouvees[absence] = ((*trouvees.get(absence, ((), ""))[0], pk), phrase)
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


def _offertes(regie, lignes: Iterable[tuple]) -> set[int]:
    """The bookings (ids) past their deadline that are the first of their household in the school year, where offered.

    The first that was made: it stays the first whatever is booked afterwards.
    """
    tardives = [(foyer, jour) for _, _, foyer, *_, jour, _, _, hors_delai, _, _ in lignes if hors_delai and foyer]
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
