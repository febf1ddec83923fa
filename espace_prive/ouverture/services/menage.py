"""What is erased: letters with their keys after a month; the rest a year after it was answered or expired.

A request that nobody answered goes a year after it came: agents read how long it has waited, and when it will go.
"""

from datetime import timedelta

from common import clock
from common.conservation import Regle, par_lots
from espace_prive.ouverture.enums import EtatDemandeEspace
from espace_prive.ouverture.models import CleEnfance, DemandeEspace, Invitation, Liasse
from espace_prive.ouverture.rules import SANS_REPONSE

LETTRES = timedelta(days=30)
UN_AN = timedelta(days=365)


def purger_liasses() -> int:
    return par_lots(Liasse.objects.filter(faite_le__lt=clock.maintenant() - LETTRES))


def purger_demandes() -> int:
    traitees = DemandeEspace.objects.exclude(etat=EtatDemandeEspace.DEPOSEE)
    return par_lots(traitees.filter(traitee_le__lt=clock.maintenant() - UN_AN))


def purger_demandes_sans_reponse() -> int:
    attendent = DemandeEspace.objects.filter(etat=EtatDemandeEspace.DEPOSEE)
    return par_lots(attendent.filter(deposee_le__lt=clock.maintenant() - SANS_REPONSE))


def purger_invitations() -> int:
    return par_lots(Invitation.objects.filter(expire_le__lt=clock.maintenant() - UN_AN))


def purger_cles() -> int:
    """Erase the keys that nobody used; a used one says to which service a space is tied."""
    return par_lots(CleEnfance.objects.filter(utilisee_le__isnull=True, expire_le__lt=clock.maintenant() - UN_AN))


def purger() -> int:
    """Delete everything out of date; return how many."""
    demandes = purger_demandes() + purger_demandes_sans_reponse()
    return purger_liasses() + demandes + purger_invitations() + purger_cles()


def effacer(foyer) -> None:
    """Erase how the adults of a household came in, with the household."""
    adultes = foyer.appartenances.values("responsable")
    Invitation.objects.filter(responsable__in=adultes).delete()
    DemandeEspace.objects.filter(responsable__in=adultes).delete()


REGLES = [
    Regle("liasses", "Lettres avec clé, prêtes à imprimer", "30 jours", purger_liasses),
    Regle("demandes-espace", "Demandes d’espace traitées", "un an après la réponse", purger_demandes),
    Regle(
        "demandes-espace-sans-reponse",
        "Demandes d’espace restées sans réponse",
        "un an après leur arrivée ; les agents sont prévenus le dernier mois",
        purger_demandes_sans_reponse,
    ),
    Regle("invitations", "Invitations périmées", "un an après leur fin", purger_invitations),
    Regle("cles", "Clés enfance périmées, jamais utilisées", "un an après leur fin", purger_cles),
]
