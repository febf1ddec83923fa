"""What is booked follows its registration: another place, another payer, an end; and comes back with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from common import clock
from common.database.locks import lock_all
from common.rules import Non
from common.words import typo
from commune.models import Lieu
from espace_prive.famille.models import Payeur
from reservations.activites.models import Creneau
from reservations.activites.phrases import nommer
from reservations.activites.services.catalogue import catalogue
from reservations.planning import reading
from reservations.planning.enums import Cause, EtatReservation, SuiteDeReservation
from reservations.planning.extensions import sur_factures
from reservations.planning.models import Prise, Reservation, ReservationSuivie
from reservations.planning.rules_suites import refuser_la_suite
from reservations.planning.services.commun import annuler, prendre, rendre
from reservations.planning.services.fermetures import montant
from reservations.planning.services.places import Places, Rangees
from reservations.planning.services.suites_habitudes import dire_l_habitude, habitudes_touchees, suivre_les_habitudes

DEPLACEE, ANNULEE, LAISSEE = SuiteDeReservation
AVEC = ("enfant", "formule__activite", "lieu", "payeur__foyer", "absence")


@dataclass(frozen=True)
class Cible:
    """Where bookings go, and at the cost of whom; ``du`` and ``au``: the days that the registration then covers.

    ``depuis``: the earlier ones stay; ``laisser``: what cannot go stays, else it is cancelled.
    """

    lieu: Lieu
    payeur: Payeur
    du: date
    au: date | None
    depuis: date
    laisser: bool


@dataclass(frozen=True)
class Suivie:
    """What becomes of a booking, and why it does not simply follow."""

    reservation: Reservation
    suite: SuiteDeReservation
    non: Non | None
    rangees: Rangees

    @property
    def demenage(self) -> bool:
        """It takes other places."""
        return bool(self.rangees)


def demain() -> date:
    return clock.aujourdhui() + timedelta(days=1)


def a_venir(inscription, payeur) -> Iterable[Reservation]:
    """Give what is booked from tomorrow on by this payer: the meal of today is ordered."""
    connues = Reservation.objects.vivantes().filter(
        enfant=inscription.enfant_id, formule__activite=inscription.activite_id, payeur=payeur, date__gte=demain()
    )
    return connues.select_related(*AVEC).order_by("date", "pk")


class Ailleurs:
    """The places of an activity at one place on some days, and why they are closed to a child."""

    def __init__(self, enfant, activite: int, lieu: int, jours):
        self.enfant, self.lieu = enfant, lieu
        creneaux = list(Creneau.objects.filter(unite__activite=activite, lieu=lieu, date__in=jours))
        self.places = Places(creneaux)
        self.restreints = {}
        if any(c.restreint for c in creneaux):
            lues = reading.fermetures_restreintes(enfants={enfant.pk}, lieux={lieu}, du=min(jours), au=max(jours))
            self.restreints = {jour: motif for _, de, _, jour, motif in lues if de == activite}

    def juger(self, r: Reservation, *, pris=False) -> tuple[Non | None, Rangees]:
        formule = catalogue().formules[r.formule_id]
        rangees = self.places.rangees(formule, self.lieu, self.enfant, r.date)
        fermes = [c.motif for rangee in rangees for c in rangee if c and c.ferme]
        non = refuser_la_suite(
            ouvert=len(rangees) == len(formule.unites),
            ferme_par=next(iter(fermes), self.restreints.get(r.date)),
            plein=bool(self.places.pleines(rangees)),
            pris=pris,
        )
        if non is None:
            self.places.bouger(rangees, 1)
        return non, [] if non else rangees


def juger_tous(reservations, cible: Cible) -> list[Suivie]:
    """Say what becomes of each: cancelled beyond the registration, moved, left; not those that stay as before."""
    reservations = list(reservations)
    if not reservations:
        return []
    factures = sur_factures({r.pk for r in reservations})
    premiere = reservations[0]
    qui_partent = {r.date for r in reservations if r.lieu_id != cible.lieu.pk}
    ailleurs = Ailleurs(premiere.enfant, premiere.formule.activite_id, cible.lieu.pk, qui_partent)
    jugees = [_juger_une(r, cible, ailleurs, factures) for r in reservations]
    return [j for j in jugees if j is not None]


def _juger_une(r, cible, ailleurs, factures) -> Suivie | None:
    hors = r.date < cible.du or (cible.au is not None and r.date > cible.au)
    bouge = r.date >= cible.depuis and (r.lieu_id, r.payeur_id) != (cible.lieu.pk, cible.payeur.pk)
    if not (hors or bouge):
        return None
    if r.pk in factures:
        return Suivie(r, LAISSEE, Non("facture", f"Déjà sur la facture {factures[r.pk].reference}."), [])
    if hors:
        return Suivie(r, ANNULEE, Non("fin", "L’inscription ne va plus jusque-là."), [])
    if r.lieu_id == cible.lieu.pk:
        return Suivie(r, DEPLACEE, None, [])
    non, rangees = ailleurs.juger(r)
    if non is None:
        return Suivie(r, DEPLACEE, None, rangees)
    return Suivie(r, LAISSEE if cible.laisser else ANNULEE, non, [])


def ecrire(suivies, cible: Cible, *, motif) -> None:
    """Move, cancel and leave; what is left at its place is paid by who pays now, unless it is billed."""
    annuler([s.reservation.pk for s in suivies if s.suite == ANNULEE], cause=Cause.INSCRIPTION, motif=motif)
    qui_partent = [s for s in suivies if s.demenage]
    rendre([s.reservation.pk for s in qui_partent])
    prendre((s.reservation, s.rangees) for s in qui_partent)
    Reservation.objects.filter(pk__in=[s.reservation.pk for s in qui_partent]).update(lieu=cible.lieu)
    payees = [s.reservation.pk for s in suivies if s.suite != ANNULEE and not (s.non and s.non.code == "facture")]
    Reservation.objects.filter(pk__in=payees).update(payeur=cible.payeur)


def verrouiller(reservations, lieu) -> None:
    """Hold the rows of places that are given back and those that are taken, all at once, in their order."""
    cles, jours = {r.pk for r in reservations}, {r.date for r in reservations}
    prises = Prise.objects.filter(reservation__in=cles)
    rendues = Q(pk__in=prises.values("creneau")) | Q(
        pk__in=prises.filter(creneau_du_groupe__isnull=False).values("creneau_du_groupe")
    )
    activites = {r.formule.activite_id for r in reservations}
    lock_all(Creneau.objects.filter(rendues | Q(unite__activite__in=activites, lieu=lieu, date__in=jours)))


# What changes.


def _cible(ligne, laisser) -> Cible:
    return Cible(ligne.lieu, ligne.payeur, ligne.du, ligne.au, depuis(ligne), laisser)


def depuis(ligne) -> date:
    """Give the first day on which bookings go elsewhere or are paid by another; never when only dates change."""
    return max(ligne.depuis, ligne.du) if ligne.ailleurs else date.max


def _concernees(ligne) -> list[Reservation]:
    """Give what is booked ahead by the registration: another one of the same payer has other days."""
    au = ligne.au_avant or date.max
    return [r for r in a_venir(ligne.inscription, ligne.payeur_avant_id) if ligne.du_avant <= r.date <= au]


def annoncer(ligne, *, laisser) -> list[str]:
    cible = _cible(ligne, laisser)
    suivies = juger_tous(_concernees(ligne), cible)
    dites = _dire(suivies)
    if ligne.payeur_id != ligne.payeur_avant_id:
        dites += _dire_le_prix([s.reservation for s in suivies if s.suite == DEPLACEE], ligne)
    dites += [dire_l_habitude(h, ligne) for h in habitudes_touchees(ligne)]
    return [*dites, "La famille reçoit un courriel, et le lit dans « Mes demandes »."]


def _dire(suivies) -> list[str]:
    """Say how many follow, then each that does not, with its day and why."""
    dites, qui_suivent = [], [s for s in suivies if s.suite == DEPLACEE]
    if qui_suivent:
        n = len(qui_suivent)
        suivent = "suivent" if n > 1 else "suit"
        dites.append(f"{n} réservation{typo.pluriel(n)}, {_periode(qui_suivent)}, {suivent} l’inscription.")
    finies = [s for s in suivies if s.non and s.non.code == "fin"]
    if finies:
        n, moins = len(finies), typo.montant(montant(s.reservation for s in finies))
        s, sont = typo.pluriel(n), "sont" if n > 1 else "est"
        dites.append(
            f"{n} réservation{s}, {_periode(finies)}, {sont} annulée{s} et non facturée{s} : {moins} de moins."
        )
    for suivie in suivies:
        if suivie.non and suivie.non.code != "fin":
            suite = "reste comme elle est" if suivie.suite == LAISSEE else "est annulée, et non facturée"
            dites.append(f"{quoi(suivie.reservation)} {suite}. {suivie.non.phrase}")
    return dites or ["Aucune réservation à venir n’est touchée."]


def _periode(suivies) -> str:
    return typo.periode(suivies[0].reservation.date, suivies[-1].reservation.date)


def quoi(r) -> str:
    return f"{typo.date_longue(r.date).capitalize()}, {nommer(r.formule)} :"


def _dire_le_prix(reservations, ligne) -> list[str]:
    """Say what they come to for who pays now, and came to for who paid."""
    if not reservations:
        return []
    avant, apres = montant(reservations), montant(reservations, foyer=ligne.payeur.foyer_id)
    return [
        f"{ligne.payeur} paiera {typo.montant(apres)} pour ces réservations ; {ligne.payeur_avant} devait "
        f"{typo.montant(avant)}."
    ]


def appliquer(ligne, *, laisser, par) -> list[dict]:
    cible = _cible(ligne, laisser)
    verrouiller(_concernees(ligne), cible.lieu)
    # Read again under the locks: a parent may have cancelled one meanwhile.
    suivies = juger_tous(_concernees(ligne), cible)
    ReservationSuivie.objects.bulk_create(
        ReservationSuivie(
            changement=ligne, reservation=s.reservation, suite=s.suite, phrase=s.non.phrase if s.non else "",
            lieu_avant_id=s.reservation.lieu_id, payeur_avant_id=s.reservation.payeur_id,
        )
        for s in suivies
    )  # fmt: skip
    ecrire(suivies, cible, motif=f"Inscription changée : {ligne.motif}")
    payer_les_fermees(ligne, avant=ligne.payeur_avant, apres=ligne.payeur, au=ligne.au_avant)
    ligne.traces["habitudes"] = suivre_les_habitudes(ligne, par=par)
    ligne.save(update_fields=["traces"])
    return [montrer(s.reservation, _SUITES[s.suite], s.non.phrase if s.non else "", s.suite) for s in suivies]


_SUITES = {DEPLACEE: "Suit l’inscription", ANNULEE: "Annulée, non facturée", LAISSEE: "Reste comme elle est"}


def montrer(r, dit, phrase, suite) -> dict:
    """Give the line that the family reads for ever."""
    return {
        "libelle": f"{r.enfant.prenom}, {typo.date_longue(r.date)}, {nommer(r.formule)}",
        "detail": f"{dit}. {phrase}".strip() if phrase else dit,
        "montant": "",
        "etat": "success" if suite == DEPLACEE else "warning",
    }


def payer_les_fermees(ligne, *, avant, apres, au) -> None:
    """What a closing holds comes back at the cost of who pays then; beyond ``au`` another registration holds it."""
    if avant.pk != apres.pk:
        Reservation.objects.filter(
            enfant=ligne.inscription.enfant_id, formule__activite=ligne.inscription.activite_id, payeur=avant,
            date__range=(max(demain(), depuis(ligne)), au or date.max), etat=EtatReservation.ANNULEE,
            cause=Cause.FERMETURE,
        ).update(payeur=apres)  # fmt: skip
