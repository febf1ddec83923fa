"""How long things are stored: rules that run every night and report what they erased.

Each domain adds its own to ``common.tasks.MENAGES`` when the site starts: a title and a duration that a person can
read, and a function that erases what is too old and returns how many. Each is idempotent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from common import clock
from common.actions import ActionJournal
from common.models import Courriel, Journal, RapportDeMenage
from common.services import envois
from common.web import freins

LOT = 2000
UN_AN, TROIS_ANS = timedelta(days=365), timedelta(days=3 * 365)
# Actions of the journal that only read (CNIL 2021-122: six months to a year); changes stay longer.
LECTURES = [ActionJournal.CONSULTATION, ActionJournal.OUVERTURE, ActionJournal.LISTE_CONSULTEE, "connexion"]


@dataclass(frozen=True)
class Regle:
    """One rule; ``apres`` is the duration in words: « un an après l’envoi »."""

    cle: str
    titre: str
    apres: str
    effacer: Callable[[], int]


def par_lots(lignes) -> int:
    """Erase these rows a few thousand at a time, so that no lock lasts; return how many."""
    effacees = 0
    while cles := list(lignes.order_by().values_list("pk", flat=True)[:LOT]):
        lignes.model._base_manager.filter(pk__in=cles).delete()
        effacees += len(cles)
    return effacees


def courriels_envoyes() -> int:
    """Erase the mails of a year ago, sent or never sendable."""
    return par_lots(Courriel.objects.filter(cree_le__lt=clock.maintenant() - UN_AN))


def lectures_du_journal() -> int:
    return par_lots(Journal.objects.filter(action__in=LECTURES, quand__lt=clock.maintenant() - UN_AN))


def gestes_du_journal() -> int:
    return par_lots(Journal.objects.filter(quand__lt=clock.maintenant() - TROIS_ANS))


def rapports() -> int:
    return par_lots(RapportDeMenage.objects.filter(quand__lt=clock.maintenant() - TROIS_ANS))


# The kernel's own rules; ``common.tasks`` registers them.
DU_NOYAU = [
    Regle("envois", "Numéros des formulaires des agents (contre les doubles envois)", "un jour", envois.purger),
    Regle("freins", "Compteurs d’essais (mots de passe, clés, formulaires)", "un jour", freins.purger),
    Regle("courriels", "Courriels envoyés", "un an après l’envoi", courriels_envoyes),
    Regle("journal-lectures", "Journal : consultations et connexions", "un an", lectures_du_journal),
    Regle("journal-gestes", "Journal : changements", "trois ans", gestes_du_journal),
    Regle("rapports", "Rapports de cette page", "trois ans", rapports),
]
