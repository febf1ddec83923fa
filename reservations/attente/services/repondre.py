"""The family takes the place that is offered: the booking that holds it is confirmed."""

import uuid

from django.db import transaction

from common import clock
from common.errors import Refus
from reservations.activites.rules_quantites import quantite
from reservations.attente import rules
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services.commun import Tenue, finir, suit_l_inscription, suivre_le_service
from reservations.planning.enums import EtatReservation, Sens
from reservations.planning.models import DemandeReservation, Reservation
from reservations.planning.services.commun import prevenir
from reservations.planning.services.reserver import ReponseALaDemande, Souhait, consigner

# The request that an accepted offer makes: the same, however often it is accepted.
ESPACE = uuid.UUID("6f0a2a4e-7c1d-4b53-9d7e-3f1c5a0e8b21")


def numero_de(attente: Attente) -> uuid.UUID:
    return uuid.uuid5(ESPACE, str(attente.pk))


def demandee(attente: Attente, foyers) -> bool:
    """Tell whether one of these homes has the request of the offer: none has when the service booked the place."""
    return DemandeReservation.objects.filter(demarche__numero=numero_de(attente), demarche__foyer__in=foyers).exists()


@transaction.atomic
def accepter(pk: int, *, auteur, foyer) -> Attente:
    """Confirm the offered booking, with the request that its family reads and may undo. Idempotent.

    ``auteur``: the account that answers, None for an adult without one. Raise Refus: the state that it is in when it
    is offered no more, ``expiree``, and those of a day that can be had no more (closed, a registration that ended…).
    """
    tenue = Tenue(pk)
    attente = tenue.attente
    suivre_le_service(tenue)
    if attente.etat == EtatAttente.ACCEPTEE:
        return attente
    if non := rules.refuser_la_reponse(attente.etat, attente.expire_le, clock.maintenant()):
        raise Refus.of(non)
    if tenue.formule is None or not suit_l_inscription(attente, tenue.reservation):
        raise Refus(rules.FINIES["impossible"], code="impossible")
    situation = tenue.situation
    if non := rules.refuser_l_offre(situation):
        raise Refus.of(non)
    Reservation.objects.filter(pk=tenue.reservation.pk).update(etat=EtatReservation.CONFIRMEE, expire_le=None)
    finir(attente, EtatAttente.ACCEPTEE)
    prix = tenue.situations.prix(tenue.piste, tenue.formule, attente.date)
    reponse = ReponseALaDemande(
        Souhait(tenue.piste, tenue.formule, attente.date, Sens.AJOUT), None, prix,
        prix.montant * quantite(tenue.formule, None, None) if prix else None, situation.limite_annuler,
        tenue.reservation.hors_delai, (None, None),
    )  # fmt: skip
    demarche = consigner(
        [reponse], {reponse.souhait.cle: tenue.reservation.pk}, numero=numero_de(attente), foyer=foyer, auteur=auteur
    )
    prevenir(demarche)
    return attente
