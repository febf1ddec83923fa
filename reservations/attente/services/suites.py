"""Who waits follows its registration: paid by another it keeps its rank and its offer; elsewhere it waits no more."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django_q.tasks import async_task

from reservations.activites.extensions import SuiteDInscription
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services.commun import PREVENIR
from reservations.attente.services.offrir import demander_de_passer
from reservations.planning.enums import EtatReservation, SuiteDeReservation
from reservations.planning.models import Reservation
from reservations.planning.services.suites import depuis, montrer, quoi

SUIT = "Garde son rang sur la liste d’attente"
OFFRE_SUIT = "La place proposée suit l’inscription"
FINIT = "N’attend plus : cette liste d’attente est celle de « {} »"
REVIENT = "L’attente revient avec l’inscription"


def _qui_suivent(ligne) -> list[Attente]:
    """Give what waits of the days on which the registration goes elsewhere, or is paid by another."""
    vivantes = Attente.objects.vivantes().filter(inscription=ligne.inscription_id, date__gte=depuis(ligne))
    return list(vivantes.entieres().select_related("formule__activite").order_by("date", "pk"))


def _sort(attente, ligne) -> str:
    if attente.lieu_id != ligne.lieu_id:
        return FINIT.format(attente.lieu)
    return OFFRE_SUIT if attente.etat == EtatAttente.PROPOSEE else SUIT


def _annoncer(ligne, *, laisser) -> list[str]:
    return [f"{quoi(a)} {_sort(a, ligne)[:1].lower()}{_sort(a, ligne)[1:]}." for a in _qui_suivent(ligne)]


def _appliquer(ligne, *, laisser, par) -> list[dict]:
    """Move them; what waits elsewhere than where the child goes ends at the next look at the lists."""
    touchees = _qui_suivent(ligne)
    _payer(touchees, lieu=ligne.lieu_id, payeur=ligne.payeur_id)
    if ligne.suite_id:
        Attente.objects.filter(pk__in=[a.pk for a in touchees]).update(inscription=ligne.suite_id)
    return [_montrer(a, _sort(a, ligne), suit=a.lieu_id == ligne.lieu_id) for a in touchees]


def _payer(touchees: Iterable[Attente], *, lieu, payeur) -> None:
    """Have the offers there paid by who pays now, whose adults are told; the others end at the next look."""
    if not touchees:
        return
    offertes = [a for a in touchees if a.etat == EtatAttente.PROPOSEE and a.reservation.lieu_id == lieu]
    Reservation.objects.filter(pk__in=[a.reservation_id for a in offertes], etat=EtatReservation.PROPOSEE).update(
        payeur=payeur
    )
    for attente in offertes:
        transaction.on_commit(partial(async_task, PREVENIR, attente.pk))
    demander_de_passer(())


def _montrer(attente, dit, *, suit: bool) -> dict:
    return montrer(attente, dit, "", SuiteDeReservation.DEPLACEE if suit else SuiteDeReservation.ANNULEE)


def _qui_reviennent(ligne) -> list[Attente]:
    """Give what waits by the registration that goes, or by what was changed in place."""
    if ligne.suite_id is None:
        return _qui_suivent(ligne)
    siennes = Attente.objects.vivantes().filter(inscription=ligne.suite_id)
    return list(siennes.entieres().select_related("formule__activite").order_by("date", "pk"))


def _sort_du_retour(attente, ligne) -> str:
    return REVIENT if attente.lieu_id == ligne.lieu_avant_id else FINIT.format(attente.lieu)


def _annoncer_retour(ligne) -> list[str]:
    dits = [(a, _sort_du_retour(a, ligne)) for a in _qui_reviennent(ligne)]
    return [f"{quoi(a)} {dit[:1].lower()}{dit[1:]}." for a, dit in dits]


def _defaire(ligne, *, par) -> list[dict]:
    """Give back all that waits, or waited, by the registration that goes."""
    touchees = _qui_reviennent(ligne)
    _payer(touchees, lieu=ligne.lieu_avant_id, payeur=ligne.payeur_avant_id)
    if ligne.suite_id:
        Attente.objects.filter(inscription=ligne.suite_id).update(inscription=ligne.inscription_id)
    return [_montrer(a, _sort_du_retour(a, ligne), suit=a.lieu_id == ligne.lieu_avant_id) for a in touchees]


SUITE = SuiteDInscription(
    cle="attentes", annoncer=_annoncer, appliquer=_appliquer, annoncer_retour=_annoncer_retour, defaire=_defaire
)
