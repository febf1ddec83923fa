"""A change of a registration is undone: what is booked is as before it, or says why not."""

from dataclasses import dataclass
from datetime import date

from common.words import typo
from reservations.activites.extensions import SuiteDInscription
from reservations.activites.services.catalogue import catalogue
from reservations.planning.enums import Cause, EtatReservation
from reservations.planning.models import Reservation, ReservationSuivie
from reservations.planning.services.commun import prendre
from reservations.planning.services.suites import (
    ANNULEE,
    AVEC,
    DEPLACEE,
    LAISSEE,
    Ailleurs,
    Cible,
    Suivie,
    a_venir,
    annoncer,
    appliquer,
    demain,
    depuis,
    ecrire,
    juger_tous,
    montrer,
    payer_les_fermees,
    quoi,
    verrouiller,
)
from reservations.planning.services.suites_habitudes import rendre_les_habitudes


@dataclass(frozen=True)
class _Retour:
    """What undoing gives: what moves back, what is paid as before, what comes back or not and why."""

    cible: Cible
    suivies: list[Suivie]
    payees: list[Reservation]
    revenues: list[Suivie]
    traces: dict[int, ReservationSuivie]


def _etudier_le_retour(ligne) -> _Retour:
    traces = {
        t.reservation_id: t
        for t in ReservationSuivie.objects.filter(changement=ligne, reservation__date__gte=demain()).select_related(
            *(f"reservation__{champ}" for champ in AVEC)
        )
    }
    cible = Cible(ligne.lieu_avant, ligne.payeur_avant, date.min, None, date.min, laisser=True)
    laissees = {pk for pk, t in traces.items() if t.suite == LAISSEE}
    vivantes = a_venir(ligne.inscription, ligne.payeur_id) if ligne.ailleurs else []
    siennes = [
        r for r in vivantes
        if depuis(ligne) <= r.date <= (ligne.au or date.max) and (r.pk in traces or r.lieu_id == ligne.lieu_id)
    ]  # fmt: skip
    annulees = [
        t.reservation for t in traces.values()
        if t.suite == ANNULEE and t.reservation.etat == EtatReservation.ANNULEE
        and t.reservation.cause == Cause.INSCRIPTION
    ]  # fmt: skip
    suivies = juger_tous([r for r in siennes if r.pk not in laissees], cible)
    payees = [r for r in siennes if r.pk in laissees and r.payeur_id != traces[r.pk].payeur_avant_id]
    return _Retour(cible, suivies, payees, _juger_les_annulees(annulees), traces)


def _juger_les_annulees(annulees) -> list[Suivie]:
    """Say whether what the change cancelled comes back: there is room, and the child has nothing else then."""
    if not annulees:
        return []
    enfant, activite = annulees[0].enfant, annulees[0].formule.activite_id
    jours, formules = {r.date for r in annulees}, catalogue().formules
    pris: dict[date, list] = {}
    vivantes = Reservation.objects.qui_prennent().filter(enfant=enfant, date__in=jours)
    for jour, formule in vivantes.values_list("date", "formule_id"):
        pris.setdefault(jour, []).append(formules[formule])
    ici = {lieu: Ailleurs(enfant, activite, lieu, jours) for lieu in {r.lieu_id for r in annulees}}
    jugees = []
    for r in sorted(annulees, key=lambda r: (r.date, r.pk)):
        occupe = any(formules[r.formule_id].croise(autre) for autre in pris.get(r.date, ()))
        non, rangees = ici[r.lieu_id].juger(r, pris=occupe)
        jugees.append(Suivie(r, ANNULEE if non else DEPLACEE, non, rangees))
    return jugees


def _annoncer_retour(ligne) -> list[str]:
    retour = _etudier_le_retour(ligne)
    dites, n = [], sum(s.suite == DEPLACEE for s in retour.suivies) + len(retour.payees)
    if n:
        dites.append(f"{n} réservation{typo.pluriel(n)} {'reviennent' if n > 1 else 'revient'} comme avant.")
    remises = sum(s.suite == DEPLACEE for s in retour.revenues)
    if remises:
        dites.append(
            f"{remises} réservation{typo.pluriel(remises)} annulée{typo.pluriel(remises)} "
            f"{'sont' if remises > 1 else 'est'} remise{typo.pluriel(remises)}."
        )
    for s in (*retour.suivies, *retour.revenues):
        if s.non:
            reste = "reste annulée" if s.suite == ANNULEE else "reste comme elle est"
            dites.append(f"{quoi(s.reservation)} {reste}. {s.non.phrase}")
    return [*dites, "La famille reçoit un courriel, et le lit dans « Mes demandes »."]


def _defaire(ligne, *, par) -> list[dict]:
    vu = _etudier_le_retour(ligne)
    touchees = [s.reservation for s in (*vu.suivies, *vu.revenues)]
    for lieu in {ligne.lieu_avant_id, *(s.reservation.lieu_id for s in vu.revenues)}:
        verrouiller(touchees, lieu)
    vu = _etudier_le_retour(ligne)
    ecrire(vu.suivies, vu.cible, motif="")
    Reservation.objects.filter(pk__in=[r.pk for r in vu.payees]).update(payeur=vu.cible.payeur)
    reviennent = [s for s in vu.revenues if s.suite == DEPLACEE]
    Reservation.objects.filter(pk__in=[s.reservation.pk for s in reviennent]).update(
        etat=EtatReservation.CONFIRMEE, annulee_le=None, cause="", motif_annulation=""
    )
    prendre((s.reservation, s.rangees) for s in reviennent)
    for s in (*vu.suivies, *vu.revenues):
        if s.non and (trace := vu.traces.get(s.reservation.pk)):
            trace.phrase_du_retour = s.non.phrase
            trace.save(update_fields=["phrase_du_retour"])
    payer_les_fermees(ligne, avant=ligne.payeur, apres=ligne.payeur_avant, au=ligne.au)
    rendre_les_habitudes(ligne)
    lignes = [montrer(s.reservation, _RETOURS[s.suite], s.non.phrase if s.non else "", s.suite) for s in vu.suivies]
    return lignes + [
        montrer(s.reservation, "Reste annulée" if s.non else "Remise", s.non.phrase if s.non else "", s.suite)
        for s in vu.revenues
    ]


_RETOURS = {DEPLACEE: "Comme avant", LAISSEE: "Reste comme elle est", ANNULEE: "Reste annulée"}
SUITE = SuiteDInscription(
    cle="reservations", annoncer=annoncer, appliquer=appliquer, annoncer_retour=_annoncer_retour, defaire=_defaire
)
