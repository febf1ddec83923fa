"""Ask to be told of a place of full days; stop waiting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from common.rules import Non
from reservations.activites.services.catalogue import FormuleConnue
from reservations.attente import reading as lectures
from reservations.attente import rules
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente, PlaceAttendue
from reservations.attente.services.commun import PREVENIR, Tenue, a_plat, compter, finir, suivre_le_service
from reservations.planning import reading
from reservations.planning.enums import Cause
from reservations.planning.services.commun import annuler, relire
from reservations.planning.situations import Piste, Situations

RIEN = "Cochez au moins un jour."


@dataclass(frozen=True)
class Voulue:
    """A formule that a family wants on a full day for a child."""

    piste: Piste
    formule: FormuleConnue
    jour: date

    @property
    def rang(self):
        return self.jour, self.piste.enfant.pk, self.formule.pk


@dataclass(frozen=True)
class ReponseDAttente:
    """The answer to it: what waits now, or why it does not."""

    voulue: Voulue
    attente: Attente | None
    non: Non | None


def refuser(voulue: Voulue, situations: Situations, *, au_guichet: bool) -> Non | None:
    """Say why one may not wait for it."""
    v = voulue
    return rules.refuser_d_attendre(
        situations.de(v.piste, v.formule, v.jour), liste=v.piste.activite.liste_attente,
        horaires=lectures.horaires(), au_guichet=au_guichet,
    )  # fmt: skip


@transaction.atomic
def demander(voulues: Iterable[Voulue], *, par) -> list[ReponseDAttente]:
    """Put these children on the list, each on its own; what cannot be is said beside. Raise Refus: ``vide``.

    Asked again, a day that already waits says so and changes nothing. ``par`` may be an agent who acts for a family.
    """
    voulues = sorted(set(voulues), key=lambda v: v.rang)
    if not voulues:
        raise Refus(RIEN, code="vide")
    reading.verrouiller_enfants(enfants={v.piste.enfant.pk for v in voulues})
    relire({v.piste.cle: v.piste.inscription for v in voulues}.values())
    pistes, jours = {v.piste.cle: v.piste for v in voulues}.values(), [v.jour for v in voulues]
    situations = Situations(pistes, du=min(jours), au=max(jours), dates=jours, verrou=True)
    return [_demander_une(v, situations, par) for v in voulues]


def _demander_une(v, situations, par) -> ReponseDAttente:
    non = refuser(v, situations, au_guichet=bool(par and par.agit_pour))
    if non:
        return ReponseDAttente(v, None, non)
    groupe, _ = situations.groupe(v.piste, v.jour)
    attente = Attente.objects.create(
        inscription=v.piste.inscription, enfant=v.piste.enfant, formule_id=v.formule.pk,
        lieu=v.piste.inscription.lieu, groupe_id=groupe.pk if groupe else None, date=v.jour,
        demandee_le=clock.maintenant(), par=par,
    )  # fmt: skip
    siennes = a_plat(situations.places(v.piste, v.formule, v.jour))
    manquent = {c.pk for c in siennes if c.restantes is not None and c.restantes <= 0}
    PlaceAttendue.objects.bulk_create(
        PlaceAttendue(attente=attente, creneau=c, manque=c.pk in manquent) for c in siennes
    )
    compter(Counter(dict.fromkeys(manquent, 1)))
    for c in siennes:
        # The next ones of the same request see it.
        c.attendus += c.pk in manquent
    return ReponseDAttente(v, attente, None)


@transaction.atomic
def laisser(pk: int, *, par, motif="") -> Attente:
    """Stop waiting, or leave the place that is offered to the next family. Idempotent: what is over stays as it was.

    ``motif``: why the service does, which the family reads. Raise Refus, for the service only: the state it is in.
    """
    tenue = Tenue(pk)
    attente = tenue.attente
    # What the service booked meanwhile is no offer any more: it stays.
    suivre_le_service(tenue)
    if not attente.vivante:
        if motif:
            raise Refus(rules.DEJA_FINIE.format(attente.get_etat_display()), code=attente.etat)
        return attente
    if attente.etat == EtatAttente.PROPOSEE:
        annuler([tenue.reservation.pk], cause=Cause.OFFRE, motif="Place laissée")
    declinee = attente.etat == EtatAttente.PROPOSEE and not motif
    finir(attente, EtatAttente.DECLINEE if declinee else EtatAttente.RETIREE, motif=motif)
    if motif:
        journal.noter(
            ActionJournal.ATTENTE_RETIREE, tenue.piste.enfant, par=par, motif=motif,
            activite=str(tenue.piste.activite), jour=attente.date.isoformat(),
        )  # fmt: skip
        async_task(PREVENIR, attente.pk)
    return attente
