"""Pure rules of the waiting lists: until when a place is held for a family, who may have it, who may wait."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from common.rules import Non
from common.words import typo
from reservations.planning.rules import EtatJour, SituationDuJour, etat_du_jour, refuser_ajout

# Less than that is no time to answer: nothing is offered.
MINIMUM = timedelta(hours=1)


@dataclass(frozen=True)
class Horaires:
    """The town's: offers leave and end between ``de`` and ``a``, on its clocks, and are held ``heures``."""

    de: time
    a: time
    heures: int
    fuseau: tzinfo

    def ici(self, instant: datetime) -> datetime:
        return instant.astimezone(self.fuseau)

    def ouvert(self, instant: datetime) -> bool:
        return self.de <= instant.time() <= self.a

    def ouverture_suivante(self, instant: datetime) -> datetime:
        jour = instant.date() if instant.time() < self.de else instant.date() + timedelta(days=1)
        return datetime.combine(jour, self.de, instant.tzinfo)

    def fermeture_precedente(self, instant: datetime) -> datetime:
        jour = instant.date() if instant.time() > self.a else instant.date() - timedelta(days=1)
        return datetime.combine(jour, self.a, instant.tzinfo)


def expiration(maintenant: datetime, *, horaires: Horaires, limite: datetime) -> datetime | None:
    """Until when a place offered now is held; None when nothing can be offered now.

    What would end by night ends in the morning; what would end after ``limite``, the booking deadline, ends there, or
    at the last hour of the town before it.
    """
    maintenant = horaires.ici(maintenant)
    if not horaires.ouvert(maintenant):
        return None
    fin = _a_la_minute(maintenant + timedelta(hours=horaires.heures))
    fin = fin if horaires.ouvert(fin) else horaires.ouverture_suivante(fin)
    fin = min(fin, derniere_reponse(horaires, limite))
    return fin if fin - maintenant >= MINIMUM else None


def _a_la_minute(instant: datetime) -> datetime:
    """Give the minute that begins then or next: what is told is what is held, never less."""
    minute = instant.replace(second=0, microsecond=0)
    return minute if minute == instant else minute + timedelta(minutes=1)


def derniere_reponse(horaires: Horaires, limite: datetime) -> datetime:
    """The last instant at which a family may answer before the deadline."""
    limite = horaires.ici(limite)
    return limite if horaires.ouvert(limite) else horaires.fermeture_precedente(limite)


def dernier_depart(horaires: Horaires, limite: datetime) -> datetime:
    """The last instant at which a place may still be offered."""
    depart = derniere_reponse(horaires, limite) - MINIMUM
    return depart if horaires.ouvert(depart) else horaires.fermeture_precedente(depart)


def limite(s: SituationDuJour) -> datetime:
    """The booking deadline of the day: its own, or that of its period."""
    return min(s.limite_reserver, s.ferme_le) if s.ferme_le else s.limite_reserver


class SuiteDAttente(StrEnum):
    """What is to be done, now, of who waits."""

    ATTENDRE = "attendre"
    OFFRIR = "offrir"
    DEJA = "deja"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class SortDAttente:
    verdict: SuiteDAttente
    phrase: str = ""


PAS_LIBEREE = "Aucune place ne s’est libérée à temps le {}."


def juger(s: SituationDuJour, *, libre: bool, horaires: Horaires) -> SortDAttente:
    """Say what is to be done of a child that waits: ``libre`` tells whether each of its places is there for it.

    What the child may not have is said once and for all, so that it keeps nobody else from the place.
    """
    non = refuser_ajout(_sans_place(s))
    if non is not None and non.code == "deja":
        return SortDAttente(SuiteDAttente.DEJA, non.phrase)
    if non is not None and non.code == "pas_encore":
        return SortDAttente(SuiteDAttente.ATTENDRE)
    trop_tard = s.maintenant > dernier_depart(horaires, limite(s))
    if (non is not None and non.code in ("delai", "periode_close")) or (non is None and trop_tard):
        return SortDAttente(SuiteDAttente.IMPOSSIBLE, PAS_LIBEREE.format(typo.date_longue(s.jour)))
    if non is not None:
        return SortDAttente(SuiteDAttente.IMPOSSIBLE, non.phrase)
    offrable = libre and expiration(s.maintenant, horaires=horaires, limite=limite(s)) is not None
    return SortDAttente(SuiteDAttente.OFFRIR if offrable else SuiteDAttente.ATTENDRE)


def refuser_l_offre(s: SituationDuJour) -> Non | None:
    """Say why what was offered can be had no more: closed since, a registration that ended…

    Never for its deadline, before which the offer ends.
    """
    plus_tard = s.maintenant + MINIMUM
    return refuser_ajout(replace(_sans_place(s), limite_reserver=plus_tard, ferme_le=None, reserve_par=None))


def _sans_place(s: SituationDuJour) -> SituationDuJour:
    """The situation as if there were room, the child were not on the list, and the desk were open."""
    return replace(s, restantes=None, rang=None, proposee=None, en_ligne=True)


def refuser_d_attendre(s: SituationDuJour, *, liste: bool, horaires: Horaires, au_guichet: bool) -> Non | None:
    """Say why one may not wait for that day: it is not full, or could not be had if a place were freed."""
    s = replace(s, en_ligne=s.en_ligne or au_guichet)
    quand = typo.date_longue(s.jour)
    etat = etat_du_jour(s)
    if etat == EtatJour.LIBRE:
        return Non("libre", f"Il reste une place le {quand} : réservez-la.")
    if etat == EtatJour.ATTENTE:
        return Non("deja", f"Votre enfant attend déjà une place le {quand}, en {typo.position(s.rang)}.")
    if etat != EtatJour.COMPLET:
        return refuser_ajout(s)
    if not liste:
        return Non("sans_liste", f"Cette activité n’a pas de liste d’attente : le {quand} est complet.")
    if s.maintenant > dernier_depart(horaires, limite(s)):
        return Non("trop_tard", f"Il est trop tard pour attendre une place le {quand}.")
    return None


# What is told to who follows an offer that is over.
FINIES = {
    "acceptee": "Cette place est déjà acceptée : elle est réservée.",
    "declinee": "Vous avez laissé cette place à une autre famille.",
    "expiree": "Cette place n’est plus gardée : le délai pour répondre est passé.",
    "retiree": "Cette attente a été retirée.",
    "impossible": "Cette place n’est plus possible.",
    "attente": "Aucune place n’est proposée pour le moment.",
}
DEJA_FINIE = "Rien n’a changé : cette attente est déjà finie ({})."
PASSEE = Non("expiree", FINIES["expiree"] + " Vous pouvez attendre de nouveau depuis « Notre semaine ».")


def refuser_la_reponse(etat: str, expire_le: datetime | None, maintenant: datetime) -> Non | None:
    """Say why an offer can be accepted no more; None when it can."""
    if etat != "proposee":
        return Non(etat, FINIES[etat])
    return PASSEE if expire_le is not None and maintenant >= expire_le else None
