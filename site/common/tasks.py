"""The kernel's tasks. They get ids only and are safe to run twice."""

import logging
from datetime import datetime, time, timedelta

from django_q.models import Schedule

from common import clock, conservation, freins
from common.models import RapportDeMenage

MENAGE = "common.tasks.menage"
HEURE_DU_MENAGE = time(3, 30)


# What domains throw away at night: each adds its own when the site starts.
MENAGES = conservation.du_noyau(freins.purger)


def regles() -> list[conservation.Regle]:
    """Give the rules of all domains."""
    return [conservation.en_regle(purger) for purger in MENAGES]


def menage() -> None:
    """Throw away every night what serves no more, and report it; run twice, the second time finds nothing.

    A rule that fails keeps none of the others from running; the night then counts as failed, so that it is seen.
    """
    echecs = []
    for regle in regles():
        try:
            nombre = regle.effacer() or 0
        except Exception as erreur:
            logging.getLogger(__name__).exception("housekeeping %s failed", regle.cle)
            echecs.append(erreur)
            nombre = None
        RapportDeMenage.objects.create(regle=regle.cle, nombre=nombre)
    if echecs:
        raise echecs[0]


def planifier() -> None:
    """Ask the queue for the nightly housekeeping, once: a second call keeps an hour changed since."""
    demain = clock.aujourdhui() + timedelta(days=1)
    Schedule.objects.get_or_create(
        func=MENAGE,
        defaults={
            "name": "Ménage de la nuit",
            "schedule_type": Schedule.DAILY,
            "next_run": datetime.combine(demain, HEURE_DU_MENAGE, tzinfo=clock.fuseau()),
        },
    )
