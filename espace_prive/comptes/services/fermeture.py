"""The end of an account: closed by its owner, never used, or used no more. The family file stays."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_one
from common.errors import Refus
from common.mails import courriels
from common.models import Courriel
from commune.services import reglages
from espace_prive.comptes.extensions import A_LA_FERMETURE
from espace_prive.comptes.models import SessionOuverte, Utilisateur
from espace_prive.comptes.services.courrier import ecrire
from espace_prive.comptes.services.liens import exiger_mot_de_passe, supprimer_compte_jamais_active
from espace_prive.comptes.services.second_facteur import verifier_second_facteur

NON_ACTIVE = timedelta(days=90)
INACTIF = timedelta(days=730)
PREAVIS = timedelta(days=30)
# What a night does at most: the rest waits for the next one.
PAR_NUIT = 500
DU_PERSONNEL = "Le compte d’un membre du personnel est fermé par un administrateur, dans « Personnel »."
OBJETS = {"compte_ferme": "Votre compte est fermé", "compte_efface": "Votre compte est effacé"}


def exiger_preuve(utilisateur: Utilisateur, *, mot_de_passe: str, code: str = "", appareil: int | None = None) -> None:
    """Ask for a fresh proof: the password, then the code of a second factor if there is one. Raise Refus."""
    exiger_mot_de_passe(utilisateur, mot_de_passe)
    if utilisateur.second_facteur:
        verifier_second_facteur(utilisateur, code, appareil=appareil)


def fermer_mon_compte(utilisateur: Utilisateur, **preuve) -> None:
    """Erase one's own account, with a fresh proof; the family file stays with the town."""
    if utilisateur.is_staff:
        raise Refus(DU_PERSONNEL, code="personnel")
    exiger_preuve(utilisateur, **preuve)
    effacer_compte(utilisateur, par=utilisateur, motif="à la demande de la personne", gabarit="compte_ferme")


@transaction.atomic
def effacer_compte(utilisateur: Utilisateur, *, par, motif: str, gabarit: str) -> bool:
    """Erase an account and its sessions, devices and second factor; told by mail. False if gone already.

    The row goes, so that its identifiant and its address are free again and the person may come back with a new key;
    requests, bookings and invoices belong to the family file and stay there.
    """
    utilisateur = _prendre(utilisateur)
    if utilisateur is None:
        return False
    if utilisateur.is_staff:
        raise Refus(DU_PERSONNEL, code="personnel")
    for noter in A_LA_FERMETURE:
        noter(utilisateur, par=par, motif=motif)
    journal.noter(ActionJournal.COMPTE_EFFACE, utilisateur, par=par, motif=motif)
    ecrire(utilisateur, cle="compte-ferme", objet=OBJETS[gabarit], gabarit=gabarit)
    # No constraint of the database ties sessions to accounts.
    SessionOuverte.objects.filter(utilisateur=utilisateur).delete()
    utilisateur.delete()
    return True


def effacer_jamais_actives() -> int:
    """Erase the accounts not activated within ninety days."""
    vieux = Utilisateur.objects.filter(
        is_staff=False, is_active=False, a_activer=True, date_joined__lt=clock.maintenant() - NON_ACTIVE
    )
    effaces = 0
    for utilisateur in vieux.order_by("pk")[:PAR_NUIT]:
        with transaction.atomic():
            a_jour = _prendre(utilisateur)
            if a_jour and a_jour.a_activer and not a_jour.is_active:
                supprimer_compte_jamais_active(a_jour, motif="jamais activé en quatre-vingt-dix jours")
                effaces += 1
    return effaces


def _prendre(utilisateur):
    """Lock an account that may be erased; None when it is gone. Nothing comes to point to it meanwhile."""
    return lock_one(Utilisateur.objects.filter(pk=utilisateur.pk), hold_references=True)


def _dormants(depuis):
    return (
        Utilisateur.objects.filter(is_staff=False, a_activer=False)
        .annotate(derniere=Coalesce("last_login", "date_joined"))
        .filter(derniere__lt=clock.maintenant() - depuis)
        .order_by("pk")
    )


def _cle_du_preavis(utilisateur):
    """The key of the warning's mail: a sign-in since makes another."""
    return f"compte-dormant:{utilisateur.pk}:{utilisateur.derniere:%Y%m%d}"


def prevenir_les_inactifs() -> int:
    """Warn by mail, a month before, whoever has not signed in for nearly two years; each once."""
    prevenus = 0
    for utilisateur in _dormants(INACTIF - PREAVIS).filter(is_active=True).iterator():
        cle = _cle_du_preavis(utilisateur)
        if Courriel.objects.filter(cle=cle).exists():
            continue
        courriels.envoyer(
            cle=cle, a=utilisateur.email, objet="Votre espace sera bientôt effacé", gabarit="courriels/compte_dormant",
            utilisateur=utilisateur, commune=reglages(), fin=max(
                utilisateur.derniere + INACTIF, clock.maintenant() + PREAVIS
            ).astimezone(clock.fuseau()).date(),
            url=settings.ADRESSE_PUBLIQUE + reverse("comptes:connexion"),
        )  # fmt: skip
        prevenus += 1
        if prevenus >= PAR_NUIT:
            break
    return prevenus


def _prevenu(utilisateur, *, avant):
    """Whether the warning left before ``avant``, or could not for three days: a promised mail warns nobody."""
    partis = Courriel.objects.annotate(parti=Coalesce("envoye_le", "abandonne_le"))
    return partis.filter(cle=_cle_du_preavis(utilisateur), parti__lte=avant).exists()


def effacer_les_inactifs() -> int:
    """Erase the accounts without a sign-in for two years, warned a month ago; closed ones were told when closed."""
    effaces, instant = 0, clock.maintenant()
    for utilisateur in _dormants(INACTIF).iterator():
        if utilisateur.is_active and not _prevenu(utilisateur, avant=instant - PREAVIS):
            continue
        try:
            with transaction.atomic():
                a_jour = _prendre(utilisateur)
                # Somebody who signs in this very night keeps the account.
                if a_jour and (a_jour.last_login or a_jour.date_joined) == utilisateur.derniere:
                    effaces += effacer_compte(
                        a_jour, par=None, motif="deux ans sans connexion", gabarit="compte_efface"
                    )
        except Exception:  # one account that resists keeps the others waiting for nothing
            logging.getLogger(__name__).exception("account %s could not be erased", utilisateur.pk)
        if effaces >= PAR_NUIT:
            break
    return effaces
