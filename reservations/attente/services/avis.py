"""The mails of the waiting lists: a place is held, it no longer is, it cannot be."""

from django.urls import reverse

from common.mails.courriels import envoyer
from common.models import Urgence
from common.words import typo
from reservations.activites.services.catalogue import catalogue
from reservations.attente import liens
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.planning.models import Reservation
from reservations.planning.services import a_prevenir
from reservations.planning.situations import nommer_court


class _Concernee:
    """A waiting row as ``a_prevenir`` reads what it tells: a child and who pays."""

    def __init__(self, attente: Attente):
        self.pk = attente.pk
        self.reservation = Reservation(enfant=attente.enfant, payeur=attente.inscription.payeur)


def adultes_de(attente: Attente) -> list:
    """Give the adults of the home that pays, of all the child's homes when a third party does; none barred from it."""
    return [adulte for adulte, _ in a_prevenir([_Concernee(attente)])]


def quoi(attente: Attente) -> str:
    """« cantine », « centre de loisirs, journée »."""
    connue = catalogue().formules.get(attente.formule_id)
    return nommer_court(connue) if connue else attente.formule.nom


_OBJETS = {
    EtatAttente.PROPOSEE: "Une place s’est libérée : {quoi}, {jour}",
    EtatAttente.EXPIREE: "La place n’est plus gardée : {quoi}, {jour}",
    EtatAttente.IMPOSSIBLE: "Pas de place : {quoi}, {jour}",
    EtatAttente.RETIREE: "Retiré de la liste d’attente : {quoi}, {jour}",
}


def prevenir(attente: Attente) -> None:
    """Mail each adult once for each state; the link of an offer is its own, and dies with it."""
    etat = EtatAttente(attente.etat)
    if etat not in _OBJETS:
        return
    offre = etat == EtatAttente.PROPOSEE
    for adulte in adultes_de(attente):
        lien = reverse("attente:attentes")
        if offre:
            lien = reverse("attente:par_lien", args=[liens.ecrire(attente.pk, adulte.pk)])
        envoyer(
            cle=f"attente:{attente.pk}:{etat}:{adulte.pk}",
            a=adulte.email,
            objet=_OBJETS[etat].format(quoi=quoi(attente), jour=typo.date_longue(attente.date)),
            gabarit="courriels/attente",
            urgence=Urgence.ATTENDU if offre else Urgence.COURANT,
            expire_le=attente.expire_le if offre else None,
            etat=str(etat),
            attente=attente,
            quoi=quoi(attente),
            destinataire=adulte,
            lien=lien,
            majoree=offre and attente.reservation.hors_delai,
        )
