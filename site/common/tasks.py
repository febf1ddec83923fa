"""The kernel's tasks. They get ids only and are idempotent."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django_q.models import Schedule

from common import clock, conservation
from common.models import RapportDeMenage
from common.registry import Registry

MENAGE, SOUVENT = "common.tasks.menage", "common.tasks.souvent"
TOUTES_LES_MINUTES = 5
HEURE_DU_MENAGE = time(3, 30)


MENAGES: Registry[conservation.Regle] = Registry("common.menages", "A Regle: what is thrown away every night.")
for regle_du_noyau in conservation.DU_NOYAU:
    MENAGES.register(regle_du_noyau)


# travail(): idempotent.
TRAVAUX_DE_NUIT: Registry[Callable[[], object]] = Registry(
    "common.travaux_de_nuit", "travail() does what a domain has to do every night, again without harm."
)


# travail(): idempotent, and quick when there is nothing to do.
TRAVAUX_FREQUENTS: Registry[Callable[[], object]] = Registry(
    "common.travaux_frequents", "travail() does what has its hour, looked at every five minutes."
)


def souvent() -> None:
    """Do what has its hour. What fails keeps none of the others from running; it is tried again the next time."""
    echecs = _faire_tous(TRAVAUX_FREQUENTS)
    if echecs:
        raise echecs[0]


def _faire_tous(travaux) -> list[Exception]:
    echecs = []
    for travail in travaux:
        try:
            travail()
        except Exception as erreur:
            logging.getLogger(__name__).exception("the work of %s failed", travail.__module__)
            echecs.append(erreur)
    return echecs


def menage() -> None:
    """Do every night what the domains have to, erase what is out of date, and report it. Idempotent.

    What fails keeps none of the others from running; the night then counts as failed, so that it is seen.
    """
    echecs = _faire_tous(TRAVAUX_DE_NUIT)
    for regle in MENAGES:
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
    """Put the nightly housekeeping, and what has its hour, in the queue. Idempotent: what was changed since stays."""
    Schedule.objects.get_or_create(
        func=SOUVENT,
        defaults={"name": "Ce qui a son heure", "schedule_type": Schedule.MINUTES, "minutes": TOUTES_LES_MINUTES},
    )
    demain = clock.aujourdhui() + timedelta(days=1)
    Schedule.objects.get_or_create(
        func=MENAGE,
        defaults={
            "name": "Ménage de la nuit",
            "schedule_type": Schedule.DAILY,
            "next_run": datetime.combine(demain, HEURE_DU_MENAGE, tzinfo=clock.fuseau()),
        },
    )
