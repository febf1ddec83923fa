"""Campaigns: made and closed by the service, answered by families."""

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.conservation import UN_AN
from common.database.locks import lock
from common.errors import Refus
from common.web.memory import forget
from common.words import typo
from reservations.campagnes import rules
from reservations.campagnes.enums import Dit, EtatDeCampagne
from reservations.campagnes.models import Campagne, ReponseDeCampagne
from reservations.campagnes.reading import MEMOIRE


@transaction.atomic
def enregistrer(campagne: Campagne, periodes, *, par) -> Campagne:
    """Write a campaign with its periods. Raise Refus: ``ferme_le``, ``periodes``."""
    periodes = list(periodes)
    if not periodes:
        raise Refus("Choisissez au moins une session.", code="periodes")
    dernier = max(p.au for p in periodes)
    non = rules.refuser_dates(campagne.ouvre_le, campagne.ferme_le, dernier=dernier, maintenant=clock.maintenant())
    if non:
        raise Refus.of(non)
    nouvelle = campagne.pk is None
    if nouvelle:
        campagne.creee_par = par
        campagne.fermee_le = None
    else:
        connue = lock(campagne)
        # Another end reopens what was closed by hand; another word does not.
        campagne.fermee_le = connue.fermee_le if connue.ferme_le == campagne.ferme_le else None
    campagne.save()
    campagne.periodes.set(periodes)
    action = ActionJournal.CAMPAGNE_CREEE if nouvelle else ActionJournal.CAMPAGNE_MODIFIEE
    journal.noter(action, campagne, par=par, ferme_le=campagne.ferme_le.isoformat())
    forget(MEMOIRE)
    return campagne


@transaction.atomic
def fermer(campagne: Campagne, *, par) -> Campagne:
    """Close it now: no more answers, no more reminders. Closed already, nothing changes."""
    campagne = lock(campagne)
    if campagne.etat != EtatDeCampagne.CLOSE:
        campagne.fermee_le = clock.maintenant()
        campagne.save(update_fields=["fermee_le"])
        journal.noter(ActionJournal.CAMPAGNE_FERMEE, campagne, par=par)
        forget(MEMOIRE)
    return campagne


@transaction.atomic
def rouvrir(campagne: Campagne, *, par) -> Campagne:
    """Take back a closing by hand. Raise Refus: ``passee`` (its date is over: another one is to be said)."""
    campagne = lock(campagne)
    if clock.maintenant() >= campagne.ferme_le:
        raise Refus("Sa date de fermeture est passée : changez-la pour la rouvrir.", code="passee")
    if campagne.fermee_le is not None:
        campagne.fermee_le = None
        campagne.save(update_fields=["fermee_le"])
        journal.noter(ActionJournal.CAMPAGNE_ROUVERTE, campagne, par=par)
        forget(MEMOIRE)
    return campagne


@transaction.atomic
def repondre(cle: int, reponses, *, par) -> None:
    """Write what homes answer: (child, home, answer, wished days). The last answer is the one that counts.

    Raise Refus: ``close``, ``a_venir``.
    """
    campagne = Campagne.objects.get(pk=cle)
    lock(campagne)
    campagne.refresh_from_db()
    if campagne.etat == EtatDeCampagne.CLOSE:
        raise Refus(
            f"Cette question est close depuis le {typo.date_heure(campagne.close_le)}. Rien n’a changé : appelez le "
            "service, ou réservez dans « Notre semaine » les jours encore ouverts.",
            code="close",
        )
    if campagne.etat == EtatDeCampagne.A_VENIR:
        raise Refus(f"Vous pourrez répondre dès le {typo.date_heure(campagne.ouvre_le)}.", code="a_venir")
    for enfant, foyer, dit, souhaits in reponses:
        ReponseDeCampagne.objects.update_or_create(
            campagne=campagne, enfant_id=enfant, foyer_id=foyer,
            defaults={
                "dit": dit, "souhaits": souhaits if dit == Dit.OUI else [], "le": clock.maintenant(), "par": par,
            },
        )  # fmt: skip


def oublier_les_reponses() -> int:
    """Forget what was answered to campaigns that ended more than a year ago: what was booked stays where it is."""
    nombre, _ = ReponseDeCampagne.objects.filter(campagne__ferme_le__lt=clock.maintenant() - UN_AN).delete()
    return nombre
