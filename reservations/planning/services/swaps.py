"""What is booked on days that two homes swap: who pays follows the child, where both pay and nothing is too late.

The places stay taken: a booking goes from one payer to the other, each at its own price, and comes back with the days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common import clock
from common.database.locks import lock_all
from common.words import typo
from espace_prive.garde.extensions import EffetDeSwap, ProjetDeSwap, SuiteDeSwap
from espace_prive.garde.rules import du_jour
from reservations.activites.enums import Geste
from reservations.activites.models import Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.planning.extensions import sur_factures
from reservations.planning.models import Absence, Reservation, SemaineHabituelle
from reservations.planning.services.fermetures import montant
from reservations.planning.situations import nommer_court

FACTUREE = "c’est déjà sur une facture"
ABSENCE = "une absence est signalée"
PAS_INSCRIT = "l’autre foyer n’a pas inscrit l’enfant à cette activité"
AILLEURS = "l’autre foyer l’a inscrit dans un autre lieu"
TROP_TARD = "il est trop tard pour l’annuler"
ARRETEE = "la semaine habituelle qui l’avait réservé est arrêtée"


@dataclass(frozen=True)
class PassageDeSwap:
    """A booking of a day that changes home: who pays it then (a payer's id), or why it stays as it is."""

    reservation: Reservation
    sien: int
    autre: int
    payeur: int | None
    raison: str = ""


def jours_qui_passent(projet: ProjetDeSwap) -> dict[date, tuple[int, int]]:
    """Give the days that wholly leave a home: {day: (the home that leaves it, the one that has it)}."""
    passent = {}
    for jour in projet.jours:
        avant, apres = set(du_jour(projet.avant, jour)), set(du_jour(projet.apres, jour))
        for sien, autre in ((projet.de, projet.a), (projet.a, projet.de)):
            if sien in avant and apres == {autre}:
                passent[jour] = (sien, autre)
    return passent


def passages(projet: ProjetDeSwap, *, verrou=False) -> list[PassageDeSwap]:
    """Judge what is booked on these days by the home that leaves them, in a fixed number of statements."""
    passent = jours_qui_passent(projet)
    if not passent:
        return []
    connues = Reservation.objects.vivantes().filter(enfant=projet.enfant, date__in=passent)
    connues = connues.filter(payeur__foyer__in=(projet.de, projet.a))
    if verrou:
        lock_all(connues)
    lues = connues.select_related("enfant", "formule__activite", "payeur", "absence").order_by("date", "pk")
    quittees = [r for r in lues if r.payeur.foyer_id == passent[r.date][0]]
    if not quittees:
        return []
    factures = sur_factures({r.pk for r in quittees})
    inscriptions = _inscriptions(projet, quittees)
    delais = delais_de({r.formule.activite_id for r in quittees})
    return [_juger(r, *passent[r.date], factures, inscriptions, delais) for r in quittees]


def _inscriptions(projet, reservations) -> list[Inscription]:
    jours = [r.date for r in reservations]
    connues = Inscription.objects.actives(min(jours), max(jours)).filter(
        enfant=projet.enfant, activite__in={r.formule.activite_id for r in reservations}
    )
    return list(connues.filter(payeur__foyer__in=(projet.de, projet.a)).select_related("payeur"))


def _juger(r, sien, autre, factures, inscriptions, delais) -> PassageDeSwap:
    siennes = [
        i for i in inscriptions
        if i.payeur.foyer_id == autre and i.activite_id == r.formule.activite_id
        and i.du <= r.date and (i.au is None or r.date <= i.au)
    ]  # fmt: skip
    la = next((i for i in siennes if i.lieu_id == r.lieu_id), None)
    limite = delais.echeance(r.formule.activite_id, r.formule_id, Geste.ANNULER, r.date).limite
    for raison, vraie in (
        (FACTUREE, r.pk in factures),
        (ABSENCE, getattr(r, "absence", None) is not None),
        (PAS_INSCRIT, not siennes),
        (AILLEURS, la is None),
        (TROP_TARD, clock.maintenant() >= limite),
    ):
        if vraie:
            return PassageDeSwap(r, sien, autre, None, raison)
    return PassageDeSwap(r, sien, autre, la.payeur_id)


def annoncer(projet: ProjetDeSwap, foyer: int) -> list[EffetDeSwap]:
    """Say it to one of the homes: its own prices, never those of the other."""
    return [_dire(p, foyer) for p in passages(projet)]


def _dire(p: PassageDeSwap, foyer) -> EffetDeSwap:
    formule = catalogue().formules[p.reservation.formule_id]
    quoi = f"{typo.date_longue(p.reservation.date).capitalize()}, {nommer_court(formule)}"
    if p.payeur is None:
        qui = "vous est toujours facturé" if foyer == p.sien else "reste facturé à l’autre parent"
        return EffetDeSwap(f"{quoi} : reste réservé, et {qui} ({p.raison}).")
    if foyer == p.sien:
        return EffetDeSwap(f"{quoi} : ne vous est plus facturé.", -montant([p.reservation]))
    return EffetDeSwap(f"{quoi} : déjà réservé, vous est facturé.", montant([p.reservation], foyer=foyer))


def appliquer(projet: ProjetDeSwap, *, par) -> list[dict]:
    """Have the other home pay what passes; give what is needed to undo it."""
    traces = []
    for p in passages(projet, verrou=True):
        if p.payeur is not None:
            r = p.reservation
            avant = {"payeur_id": r.payeur_id, "hors_delai": r.hors_delai, "habitude_id": r.habitude_id}
            traces.append({"reservation": r.pk, "payeur": p.payeur, "avant": avant})
            # A surcharge for its lateness, and the usual week that made it, were the first home's.
            Reservation.objects.filter(pk=r.pk).update(payeur_id=p.payeur, hors_delai=False, habitude=None)
    return traces


def defaire(traces: Iterable[dict], *, par) -> list[str]:
    """Give back to its first payer what is still as the swap left it, of the days to come; say what stays, and why."""
    connues = {t["reservation"]: t for t in traces}
    if not connues:
        return []
    a_venir = Reservation.objects.vivantes().filter(pk__in=connues, date__gte=clock.aujourdhui())
    passees = [r for r in lock_all(a_venir) if r.payeur_id == connues[r.pk]["payeur"]]
    factures = sur_factures({r.pk for r in passees})
    absentes = set(Absence.objects.filter(reservation__in=passees).values_list("reservation", flat=True))
    habitudes = SemaineHabituelle.objects.in_bulk([connues[r.pk]["avant"]["habitude_id"] for r in passees])
    restent = []
    for r in passees:
        avant = connues[r.pk]["avant"]
        for raison, vraie in (
            (FACTUREE, r.pk in factures),
            # The absence was told by who pays it now, at its price.
            (ABSENCE, r.pk in absentes),
            # Had the first payer still had it when the week was stopped, this booking would have gone with it.
            (ARRETEE, _arretee(avant["habitude_id"], habitudes, r.date)),
        ):
            if vraie:
                quoi = nommer_court(catalogue().formules[r.formule_id])
                restent.append(f"{typo.date_longue(r.date).capitalize()}, {quoi} : la réservation et son payeur "
                               f"restent comme l’échange les a mis ({raison}).")  # fmt: skip
                break
        else:
            Reservation.objects.filter(pk=r.pk).update(**avant)
    return restent


def _arretee(habitude: int | None, connues: dict[int, SemaineHabituelle], jour: date) -> bool:
    """Tell whether the usual week that made a booking of that day ended before it, or was taken back wholly."""
    if habitude is None:
        return False
    lue = connues.get(habitude)
    return lue is None or (lue.au is not None and lue.au < jour)


SUITE = SuiteDeSwap(cle="reservations", annoncer=annoncer, appliquer=appliquer, defaire=defaire)
