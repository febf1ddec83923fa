"""What absences leave billed: read and judged, nothing written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from common import clock
from common.money import ZERO, arrondir
from commune.models import AnneeScolaire
from factures.tarifs.enums import NatureMajoration
from factures.tarifs.rules_majorations import majorer
from factures.tarifs.services import Majorations, Tarificateur
from reservations.activites.enums import Geste, Suite
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation, Jugement, MotifAbsence
from reservations.planning.models import Absence, Reservation
from reservations.planning.rules_absences import Effet, Manquee, Place, RegleAbsence, juger_ensemble, maladies


@dataclass(frozen=True)
class Consequences:
    """What a report, or its taking back, changes: the effect of each booking (by id), and of absences told before."""

    effets: dict[int, Effet]
    rejugees: list[tuple[Absence, Effet]]


def consequences(reservations, *, motif, foyers: Iterable[int], certificat=False) -> Consequences:
    """Give what it would change to report these bookings now, all together: a fixed number of statements.

    Prices are told to the ``foyers`` that pay them, and to nobody else. The bookings come with ``formule__activite``
    and ``payeur``. A day that is over is left out.
    """
    reservations = [r for r in reservations if r.date >= clock.aujourdhui()]
    if not reservations:
        return Consequences({}, [])
    passe = Passe(reservations, annees=annees_scolaires())
    malade = motif == MotifAbsence.MALADIE
    suite = passe.suites(reservations) if malade else []
    baremes = Baremes([*reservations, *(a.reservation for a in suite)], foyers)
    places = passe.places(reservations if malade else ())
    manquees = [
        (r, baremes.manquee(r, motif, clock.maintenant(), passe.place(places, r), certificat)) for r in reservations
    ]
    effets = _juger(manquees + _anciennes(suite, places, passe, baremes), passe, places, sauf=suite)
    return Consequences({r.pk: effets[r.pk] for r in reservations}, _changees(suite, effets))


def consequences_d_une_reprise(absence, *, foyers: Iterable[int]) -> list[tuple[Absence, Effet]]:
    """Give the other absences of the same illness whose effect changes when the child comes that day after all."""
    if absence.motif != MotifAbsence.MALADIE:
        return []
    reservation = absence.reservation
    passe = Passe([reservation], annees=annees_scolaires())
    suite = [a for a in passe.suites([reservation]) if a.pk != absence.pk]
    passe.oublier(absence)
    places = passe.places(())
    baremes = Baremes([a.reservation for a in suite], foyers) if suite else None
    return _changees(suite, _juger(_anciennes(suite, places, passe, baremes), passe, places, sauf=suite))


def regle_de(activite) -> RegleAbsence:
    return RegleAbsence(activite.carence, activite.certificat_sous, activite.declarations)


def apres_certificat(absences: Iterable[Absence], *, foyers: Iterable[int]) -> dict[int, Effet]:
    """Give the effect of each of these absences (by id) by the town's rules, once a certificate is accepted."""
    absences = list(absences)
    if not absences:
        return {}
    reservations = [a.reservation for a in absences]
    passe = Passe(reservations, annees=annees_scolaires())
    places, baremes = passe.places(()), Baremes(reservations, foyers)
    manquees = [
        (r, baremes.manquee(r, a.motif, a.declaree_le, passe.place(places, r), True))
        for a, r in zip(absences, reservations, strict=True)
    ]
    effets = _juger(manquees, passe, places, sauf=absences)
    return {a.pk: effets[a.reservation_id] for a in absences}


def _anciennes(suite, places, passe, baremes):
    """Those told before, judged again as they were told."""
    return [
        (a.reservation, baremes.manquee(
            a.reservation, a.motif, a.declaree_le, passe.place(places, a.reservation), a.justificatif_id is not None
        ))
        for a in suite
    ]  # fmt: skip


def _juger(manquees, passe, places, *, sauf=()) -> dict[int, Effet]:
    """Judge them by child, activity and school year."""
    groupes: dict[tuple, list] = {}
    for r, manquee in manquees:
        groupes.setdefault(passe.cle(r), []).append((r, manquee))
    resultat: dict[int, Effet] = {}
    for cle, groupe in groupes.items():
        regle = regle_de(groupe[0][0].formule.activite)
        paroles = passe.sur_parole(cle, places, sauf={a.reservation_id for a in sauf})
        resultat |= juger_ensemble([m for _, m in groupe], regle, paroles)
    return resultat


def _changees(suite, effets) -> list[tuple[Absence, Effet]]:
    return [(a, effets[a.reservation_id]) for a in suite if effets[a.reservation_id].effet != a.effet]


class Baremes:
    """The prices, surcharges and deadlines of some bookings."""

    def __init__(self, reservations, foyers):
        self.foyers = frozenset(foyers)
        activites = {r.formule.activite_id for r in reservations}
        self.tarifs = Tarificateur({r.formule_id for r in reservations}, {r.payeur.foyer_id for r in reservations})
        self.majorations, self.delais = Majorations(activites), delais_de(activites)

    def manquee(self, r, motif, maintenant, place: Place, certificat) -> Manquee:
        activite = r.formule.activite
        prix, majoration = self.prix(r)
        return Manquee(
            jour=r.date, motif=motif, maintenant=maintenant,
            limite=self.delais.limite(activite.pk, Geste.ANNULER, r.date, r.formule_id), preavis=self._preavis(r),
            mot=activite.mot, prix=prix, majoration=majoration, rang=place.rang, maladie=place.maladie,
            certificat=certificat, cle=r.pk,
        )  # fmt: skip

    def prix(self, r) -> tuple[Decimal | None, Decimal]:
        """What the booking costs and what an absence that is not excused adds; None to who does not pay it."""
        foyer = r.payeur.foyer_id
        if foyer not in self.foyers:
            return None, ZERO
        unitaire = self.tarifs.prix(r.formule_id, foyer, r.date, r.enfant_id)
        if unitaire is None:
            return None, ZERO
        connue = catalogue().formules.get(r.formule_id)
        prix = arrondir(unitaire.montant * (quantite(connue, r.arrivee, r.depart) if connue else 1))
        majoration = self.majorations.en_vigueur(r.formule.activite_id, NatureMajoration.ABSENCE, r.date)
        return prix, majorer(majoration.forme, majoration.valeur, prix) if majoration else ZERO

    def _preavis(self, r):
        """Until when sickness can be told on the parents' word; None where the activity says no hour."""
        activite = r.formule.activite_id
        if (activite, Geste.ABSENCE, Suite.REFUS) not in self.delais.regles:
            return None
        return self.delais.limite(activite, Geste.ABSENCE, r.date, r.formule_id)


class Passe:
    """What the children had booked and missed of these activities in those school years: one statement."""

    def __init__(self, reservations, *, annees):
        self.annees = annees
        du = min(self.debut_d_annee(r.date) for r in reservations)
        lues = (
            Reservation.objects.filter(
                Q(etat=EtatReservation.CONFIRMEE) | Q(etat=EtatReservation.ANNULEE, cause=Cause.ABSENCE),
                enfant__in={r.enfant_id for r in reservations},
                formule__activite__in={r.formule.activite_id for r in reservations},
                date__gte=du,
            )
            .order_by()
            .values_list(
                "pk", "enfant", "formule__activite", "date", "etat", "absence__motif", "absence__effet",
                "absence__justificatif", "absence__jugement",
            )
        )  # fmt: skip
        self.reserves, self.malades, self.paroles = {}, {}, {}
        self.rejugeables: dict[tuple, dict[int, date]] = {}
        for pk, enfant, activite, jour, etat, motif, effet, piece, jugement in lues:
            cle = enfant, activite, self.debut_d_annee(jour)
            self.reserves.setdefault(cle, set()).add(jour)
            if motif != MotifAbsence.MALADIE:
                continue
            self.malades.setdefault(cle, {})[pk] = jour
            if etat != EtatReservation.CONFIRMEE or jugement in (Jugement.OFFERTE, Jugement.REFUSEE):
                # Told in time, the booking is cancelled; decided by the service: no rule says it any more.
                continue
            self.rejugeables.setdefault(cle, {})[pk] = jour
            if effet == EffetAbsence.NON_FACTUREE and piece is None:
                self.paroles.setdefault(cle, {})[pk] = jour

    def debut_d_annee(self, jour: date) -> date:
        """Give the first day of the school year of ``jour``; summer belongs to the year that ends."""
        debut = date(jour.year if jour.month > 8 else jour.year - 1, 9, 1)
        return next((du for du in self.annees if du <= jour), debut)

    def cle(self, reservation):
        return reservation.enfant_id, reservation.formule.activite_id, self.debut_d_annee(reservation.date)

    def places(self, reservations) -> dict[tuple, dict[date, Place]]:
        """Give the illness of each sick day, with those that are being reported."""
        malades = {cle: set(jours.values()) for cle, jours in self.malades.items()}
        for r in reservations:
            malades.setdefault(self.cle(r), set()).add(r.date)
        return {cle: maladies(jours, self.reserves.get(cle, ())) for cle, jours in malades.items()}

    def place(self, places, r) -> Place:
        return places.get(self.cle(r), {}).get(r.date) or Place(r.date, 1)

    def sur_parole(self, cle, places, *, sauf) -> set[date]:
        """The illnesses that were taken on the parents' word, those that are judged again left out."""
        return {places[cle][jour].maladie for pk, jour in self.paroles.get(cle, {}).items() if pk not in sauf}

    def suites(self, reservations) -> list[Absence]:
        """The absences told before that come after these days in their illness: what they cost is to be seen again."""
        places, pks = self.places(reservations), set()
        for r in reservations:
            cle = self.cle(r)
            ici = places[cle][r.date].maladie
            for pk, jour in self.rejugeables.get(cle, {}).items():
                if jour > r.date and places[cle][jour].maladie == ici:
                    pks.add(pk)
        if not pks:
            return []
        lues = Absence.objects.filter(reservation__in=pks).order_by("reservation__date", "pk")
        return list(lues.select_related("reservation__formule__activite", "reservation__payeur"))

    def oublier(self, absence) -> None:
        """Read the past as if the child came that day."""
        for jours in (self.malades, self.rejugeables, self.paroles):
            jours.get(self.cle(absence.reservation), {}).pop(absence.reservation_id, None)


def annees_scolaires() -> list[date]:
    """The first days of the school years that are known, the latest first."""
    return list(AnneeScolaire.objects.order_by("-du").values_list("du", flat=True))
