"""Offer each freed place once, to who waited longest; take it back when nobody answered. One waiting row at a time."""

import logging
from collections import Counter

from django.db import transaction
from django_q.tasks import async_task

from common import clock
from common.web.memory import forget
from reservations.attente import reading as lectures
from reservations.attente import rules
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente, PlaceAttendue
from reservations.attente.rules import SortDAttente, SuiteDAttente
from reservations.attente.services.commun import (
    PREVENIR,
    Tenue,
    a_plat,
    compter,
    devant,
    finir,
    ne_plus_attendre,
    piste_de,
    suit_l_inscription,
    suivre_le_service,
)
from reservations.planning.enums import Cause, EtatReservation
from reservations.planning.models import Reservation
from reservations.planning.services.commun import annuler, prendre, relire
from reservations.planning.situations import Situations

PLUS_INSCRIT = "L’enfant n’est plus inscrit à cette activité à cet endroit."
INSCRIPTION_CHANGEE = "L’inscription a changé depuis que la place a été proposée. Vous pouvez attendre de nouveau."
# What an offer that ends gives back is offered in the next round.
TOURS = 10


def passer() -> int:
    """Do all that the waiting lists have to: end offers, make others, say what became impossible; give how many.

    Run as often as one likes, by several at once: each waiting row is judged again under its locks.
    """
    faites, echecs = 0, []
    for _ in range(TOURS):
        avant = faites
        for pk in a_traiter():
            try:
                faites += traiter(pk)
            except Attente.DoesNotExist:
                continue
            except Exception as erreur:
                # One row that fails keeps nobody else from a place.
                logging.getLogger(__name__).exception("the waiting row %s failed", pk)
                echecs.append(erreur)
        if faites == avant:
            break
    if echecs:
        raise echecs[0]
    return faites


def a_traiter() -> list[int]:
    """Give the keys of those with something to do, in their order: read without locks, all at once.

    What waits for nothing costs one statement; else the same ten, whatever their number.
    """
    vivantes = list(Attente.objects.vivantes().entieres().order_by("pk"))
    if not vivantes:
        return []
    relire([a.inscription for a in vivantes])
    pistes = {a.pk: piste_de(a) for a in vivantes}
    jours = [a.date for a in vivantes]
    situations = Situations(pistes.values(), du=min(jours), au=max(jours))
    manques: dict[int, set[int]] = {}
    for attente, creneau in PlaceAttendue.objects.filter(manque=True).values_list("attente_id", "creneau_id"):
        manques.setdefault(attente, set()).add(creneau)
    horaires, avant, trouvees = lectures.horaires(), Counter(), []
    for a in vivantes:
        if a.etat == EtatAttente.PROPOSEE:
            if _offre_finie(a, pistes[a.pk], situations):
                trouvees.append(a.pk)
            continue
        jugement, manquent = _juger(a, pistes[a.pk], situations, avant, horaires)
        if jugement.verdict != SuiteDAttente.ATTENDRE or (manquent and manquent != manques.get(a.pk)):
            trouvees.append(a.pk)
        if jugement.verdict in (SuiteDAttente.ATTENDRE, SuiteDAttente.OFFRIR):
            avant.update(manquent or manques.get(a.pk, ()))
    return trouvees


def _offre_finie(attente, piste, situations) -> bool:
    if clock.maintenant() >= attente.expire_le or attente.reservation.etat != EtatReservation.PROPOSEE:
        return True
    formule = piste.formule(attente.formule_id)
    if formule is None or not suit_l_inscription(attente, attente.reservation):
        return True
    return rules.refuser_l_offre(situations.de(piste, formule, attente.date)) is not None


def _refus_de_l_offre(tenue) -> str:
    """Say why what is offered can be had no more; empty when it can."""
    if tenue.formule is None:
        return PLUS_INSCRIT
    if not suit_l_inscription(tenue.attente, tenue.reservation):
        return INSCRIPTION_CHANGEE
    non = rules.refuser_l_offre(tenue.situation)
    return non.phrase if non else ""


def _juger(attente, piste, situations, avant, horaires) -> tuple[SortDAttente, set[int]]:
    """Judge one that waits; give also the rows of places (ids) that it lacks behind those that asked before."""
    formule = piste.formule(attente.formule_id)
    if formule is None or piste.inscription.lieu_id != attente.lieu_id:
        return SortDAttente(SuiteDAttente.IMPOSSIBLE, PLUS_INSCRIT), set()
    siennes = a_plat(situations.places(piste, formule, attente.date))
    manquent = {c.pk for c in siennes if c.libres is not None and c.libres - avant[c.pk] <= 0}
    situation = situations.de(piste, formule, attente.date)
    return rules.juger(situation, libre=not manquent, horaires=horaires), manquent


@transaction.atomic
def traiter(pk: int) -> bool:
    """Do what one waiting row needs now, under its locks; tell whether anything changed."""
    tenue = Tenue(pk)
    attente = tenue.attente
    if attente.etat == EtatAttente.PROPOSEE:
        return _revoir_l_offre(tenue)
    if attente.etat != EtatAttente.EN_ATTENTE:
        return False
    avant = devant(pk, tenue.creneaux)
    jugement, manquent = _juger(attente, tenue.piste, tenue.situations, avant, lectures.horaires())
    match jugement.verdict:
        case SuiteDAttente.OFFRIR:
            _offrir(tenue)
        case SuiteDAttente.DEJA:
            finir(attente, EtatAttente.RETIREE, motif=jugement.phrase)
        case SuiteDAttente.IMPOSSIBLE:
            finir(attente, EtatAttente.IMPOSSIBLE, motif=jugement.phrase)
            async_task(PREVENIR, attente.pk)
        case _:
            return _attendre_ailleurs(attente, manquent)
    return True


def _attendre_ailleurs(attente, manquent) -> bool:
    """Wait where places lack now; those of its rows that have one are others' again. Not when all have one."""
    connues = {p.creneau_id: p for p in PlaceAttendue.objects.filter(attente=attente)}
    if not manquent or {cle for cle, p in connues.items() if p.manque} == manquent:
        return False
    neuves = [PlaceAttendue(attente=attente, creneau_id=cle, manque=True) for cle in manquent - connues.keys()]
    changees = [p for cle, p in connues.items() if p.manque != (cle in manquent)]
    compter(Counter({p.creneau_id: -1 if p.manque else 1 for p in changees} | {p.creneau_id: 1 for p in neuves}))
    for place in changees:
        place.manque = not place.manque
    PlaceAttendue.objects.bulk_update(changees, ["manque"])
    PlaceAttendue.objects.bulk_create(neuves)
    return True


def _offrir(tenue) -> None:
    """Hold the places for the child until its family answers, or no longer can."""
    attente, situation, inscription = tenue.attente, tenue.situation, tenue.piste.inscription
    instant = clock.maintenant()
    fin = rules.expiration(instant, horaires=lectures.horaires(), limite=rules.limite(situation))
    # Who asked in time pays no surcharge, however late the place comes.
    majoree = situation.majoree_des is not None and attente.demandee_le >= situation.majoree_des
    ne_plus_attendre(attente)
    reservation = Reservation.objects.create(
        enfant_id=attente.enfant_id, formule_id=attente.formule_id, lieu_id=inscription.lieu_id,
        payeur_id=inscription.payeur_id, date=attente.date, etat=EtatReservation.PROPOSEE, expire_le=fin,
        hors_delai=majoree, creee_par_id=attente.par_id,
    )  # fmt: skip
    prendre([(reservation, tenue.rangees)])
    attente.etat, attente.reservation = EtatAttente.PROPOSEE, reservation
    attente.propose_le, attente.expire_le = instant, fin
    attente.save(update_fields=["etat", "reservation", "propose_le", "expire_le"])
    forget(lectures.OFFERTES)
    async_task(PREVENIR, attente.pk)


def _revoir_l_offre(tenue) -> bool:
    """End an offer that nobody answered in time, that cannot be any more, or that the service answered."""
    attente, reservation = tenue.attente, tenue.reservation
    if suivre_le_service(tenue):
        return True
    expiree = clock.maintenant() >= attente.expire_le
    phrase = _refus_de_l_offre(tenue)
    if not (expiree or phrase):
        return False
    annuler([reservation.pk], cause=Cause.OFFRE, motif="Restée sans réponse" if expiree else "Place non prise")
    if expiree:
        finir(attente, EtatAttente.EXPIREE)
    else:
        finir(attente, EtatAttente.IMPOSSIBLE, motif=phrase)
    async_task(PREVENIR, attente.pk)
    return True


def demander_de_passer(creneaux) -> None:
    """Have the lists looked at as soon as the transaction commits: the places are free for who waits only then.

    Were it lost, the work of every five minutes does the same.
    """
    transaction.on_commit(lambda: async_task("reservations.attente.tasks.passer"))
