"""Subscriptions: a secret address a calendar, read again by its owner alone, revoked at once."""

import hashlib
import secrets

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_one, lock_pk
from common.errors import Refus
from common.files.cipher import Indechiffrable, chiffrer, dechiffrer
from espace_prive.agenda.models import AbonnementAgenda
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.models import Responsable

USAGE = "adresse d’agenda"
OCTETS = 32
A_LA_FAMILLE_SEULE = "L’adresse d’un agenda est à la famille seule : elle la crée et la lit dans son propre espace."


def empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode("utf-8", "surrogatepass")).hexdigest()


def jeton_de(abonnement: AbonnementAgenda) -> str:
    """The secret of the address, for its owner; empty when no key of ours opens it any more."""
    try:
        return dechiffrer(bytes(abonnement.scelle), usage=USAGE, lie_a=abonnement.empreinte.encode()).decode()
    except Indechiffrable:
        return ""


def _exiger(moi: Perimetre, enfant, par):
    if par.agit_pour:
        raise Refus(A_LA_FAMILLE_SEULE, code="super_usager")
    if moi.soi is None or (enfant is not None and enfant.pk not in moi.enfants):
        raise Refus("Cet agenda n’est pas le vôtre.", code="qui")


@transaction.atomic
def abonner(moi: Perimetre, enfant, *, par, nouvelle=False) -> AbonnementAgenda:
    """Give the address of that calendar: the one there is, or another in its place when ``nouvelle``."""
    _exiger(moi, enfant, par)
    adulte = lock_pk(Responsable, moi.soi)
    connu = AbonnementAgenda.objects.filter(adulte=adulte, enfant=enfant).first()
    if connu and not nouvelle and jeton_de(connu):
        return connu
    if connu:
        connu.delete()
    jeton = secrets.token_urlsafe(OCTETS)
    trace = empreinte(jeton)
    cree = AbonnementAgenda.objects.create(
        adulte=adulte,
        enfant=enfant,
        empreinte=trace,
        scelle=chiffrer(jeton.encode(), usage=USAGE, lie_a=trace.encode()),
    )
    journal.noter(ActionJournal.ABONNEMENT_A_L_AGENDA, adulte, par=par)
    return cree


@transaction.atomic
def desabonner(moi: Perimetre, enfant, *, par) -> None:
    """Close that address: whoever has it reads nothing any more. Idempotent."""
    _exiger(moi, enfant, par)
    adulte = lock_pk(Responsable, moi.soi)
    fermes, _ = AbonnementAgenda.objects.filter(adulte=adulte, enfant=enfant).delete()
    if fermes:
        journal.noter(ActionJournal.ABONNEMENT_A_L_AGENDA_FERME, adulte, par=par)


@transaction.atomic
def constater(abonnement: AbonnementAgenda, contenu: str):
    """Note what is given today; return since when it is so, or None when the address was closed meanwhile."""
    trace, jour = hashlib.sha256(contenu.encode()).hexdigest(), clock.aujourdhui()
    if abonnement.contenu == trace and abonnement.lu_le == jour:
        return abonnement.change_le
    ligne = lock_one(AbonnementAgenda.objects.filter(pk=abonnement.pk))
    if ligne is None:
        return None
    if ligne.contenu != trace:
        ligne.contenu, ligne.change_le = trace, clock.maintenant()
    ligne.lu_le = jour
    ligne.save(update_fields=["contenu", "change_le", "lu_le"])
    return ligne.change_le
